// The table of many members, with a server behind it.

import { one } from "./dom.js";
import { startGroup } from "./weigh/group.js";

startGroup(one(document, "[data-group]"));
