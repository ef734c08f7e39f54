/**
 * Memory: static data (tables), then a heap that only grows. What is allocated is never given back: callers that
 * outgrow a region ask for one at least twice as large, so that what is abandoned stays below what is in use.
 */

const PAGE: usize = 65536;

let top: usize = (__heap_base + 63) & ~63;

/** A region of `size` bytes at a multiple of 64; 0 if the memory is exhausted. New memory is zero. */
export function allocate(size: usize): usize {
  const start = top;
  const rounded = (size + 63) & ~63;
  if (rounded < size || start + rounded < start) return 0;
  const pages = ((start + rounded + PAGE - 1) / PAGE) as i32;
  if (pages > memory.size() && memory.grow(pages - memory.size()) < 0) return 0;
  top = start + rounded;
  return start;
}
