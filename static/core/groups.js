/**
 * Hits by guide, the guide of the best hit first; within a guide the best hit comes first as well.
 * @param {{guide?: {id: string}}[]} hits
 * @returns {object[][]}
 */
export function byGuide(hits) {
  return [...Map.groupBy(hits, (hit) => hit.guide?.id).values()];
}
