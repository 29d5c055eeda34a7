// The table of many members, with a server behind it.

import { one } from "../common/dom.js";
import { startGroup } from "../weigh/group.js";

startGroup(one(document, "[data-group]"));
