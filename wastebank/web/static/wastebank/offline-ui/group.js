// Many members in one sitting.

export function openGroup() {}
