// The table of many members, with a server behind it.

import { startGroup } from "./weigh/group.js";

startGroup(document.querySelector("[data-group]"));
