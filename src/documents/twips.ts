/** A twentieth of a point is Word's measure: 1440 to the inch. */
export const twips = (millimetres: number): number => Math.round((millimetres / 25.4) * 1440)
