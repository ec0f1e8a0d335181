//! One octant of a grid, swept ring by ring.
//!
//! Rings are handled in blocks: columns of a grid are far apart in memory, so a block of them is copied into
//! lines, swept there, and copied back. A cell costs one read and one write of the grid (8 bytes, a
//! floor of about 1 ns), and for one ray a border post two steps of a ray and one judgement.

use super::fan::Fan;
use super::raster::{ABYSS_M, Scene};

/// Rings in a block: a cache line of columns.
const BLOCK: usize = 16;
/// Posts transposed at once.
const STRIP: usize = 8;
/// Fewest rays of a fan: small grids need them, and have the time.
const FEWEST: usize = 64;

/// Which octant: the direction of its axis, and the side of the axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    /// The axis runs along a row, so rings are columns.
    by_column: bool,
    /// Towards higher columns or rows.
    ahead: bool,
    /// On the side of higher rows or columns.
    aside: bool,
}

/// All eight.
pub(super) const SIDES: [Side; 8] = [
    Side { by_column: true, ahead: true, aside: true },
    Side { by_column: true, ahead: true, aside: false },
    Side { by_column: true, ahead: false, aside: true },
    Side { by_column: true, ahead: false, aside: false },
    Side { by_column: false, ahead: true, aside: true },
    Side { by_column: false, ahead: true, aside: false },
    Side { by_column: false, ahead: false, aside: true },
    Side { by_column: false, ahead: false, aside: false },
];

pub(super) struct Octant<'s> {
    scene: &'s Scene<'s>,
    side: Side,
    /// Number of rings, and of posts aside of the axis.
    rings: usize,
    posts: usize,
    /// Fall of the earth (m) at one ring off and at one post aside.
    ring_fall_m: f64,
    post_fall_m: f64,
    fan: Fan,
    /// Length of a line: its posts, two more, and room for a strip.
    width: usize,
    /// Heights over the eye, and masks, of the rings of a block; heights of the ring before.
    lines: Vec<f32>,
    masks: Vec<f32>,
    before: Vec<f32>,
}

/// A block of rings.
#[derive(Clone, Copy)]
struct Block {
    first: usize,
    count: usize,
    /// Last post aside of its last ring.
    last: usize,
}

impl<'s> Octant<'s> {
    pub fn new(scene: &'s Scene<'s>, side: Side, rays_per_post: f64) -> Octant<'s> {
        let off = |length: usize, at: usize, up: bool| if up { length - 1 - at } else { at };
        let (rings, posts, falls) = if side.by_column {
            let rings = off(scene.cols, scene.col, side.ahead);
            (rings, off(scene.rows, scene.row, side.aside), (scene.col_fall_m, scene.row_fall_m))
        } else {
            let rings = off(scene.rows, scene.row, side.ahead);
            (rings, off(scene.cols, scene.col, side.aside), (scene.row_fall_m, scene.col_fall_m))
        };
        let posts = posts.min(rings);
        let rays = ((rings as f64 * rays_per_post).ceil() as usize).max(FEWEST);
        let width = (posts + 3).next_multiple_of(STRIP) + STRIP;
        let ground = scene.heights_m[scene.row * scene.cols + scene.col];
        Octant {
            scene,
            side,
            rings,
            posts,
            ring_fall_m: falls.0,
            post_fall_m: falls.1,
            fan: Fan::new(rays),
            width,
            lines: vec![0.0; width * BLOCK],
            masks: vec![0.0; width * BLOCK],
            before: vec![(f64::from(ground) - scene.eye_m) as f32; width],
        }
    }

    /// Writes the masks of this octant's posts into those of the grid.
    pub fn sweep<const BOTH: bool>(&mut self, out: &mut [f32]) {
        let mut first = 1;
        while first <= self.rings {
            let count = BLOCK.min(self.rings + 1 - first);
            let block = Block { first, count, last: self.posts.min(first + count - 1) };
            if self.side.by_column {
                self.gather_columns(block);
            } else {
                self.gather_rows(block);
            }
            for index in 0..count {
                self.pass::<BOTH>(block, index);
            }
            if self.side.by_column {
                self.scatter_columns(block, out);
            } else {
                self.scatter_rows(block, out);
            }
            first += count;
        }
    }

    /// One ring: heights over the eye, masks, then horizons.
    fn pass<const BOTH: bool>(&mut self, block: Block, index: usize) {
        let ring = block.first + index;
        let line = &mut self.lines[index * self.width..(index + 1) * self.width];
        let below = (self.ring_fall_m * (ring * ring) as f64 + self.scene.eye_m) as f32;
        let fall = self.post_fall_m as f32;
        for (post, height) in line[..=block.last].iter_mut().enumerate() {
            let post = post as i32 as f32;
            *height = height.max(ABYSS_M) - (below + post * post * fall);
        }
        // Beyond the border the last post goes on, for rays between it and the next.
        let edge = line[block.last];
        line[block.last + 1..block.last + 3].fill(edge);
        let judged = self.posts.min(ring) + 1;
        let masks = &mut self.masks[index * self.width..index * self.width + judged];
        self.fan.judge(ring, &line[..judged], masks);
        self.fan.advance::<BOTH>(ring, &line[..judged + 2], &self.before);
        if BOTH {
            self.before[..block.last + 3].copy_from_slice(&line[..block.last + 3]);
        }
    }

    /// Where the posts of a block begin in the grid's row that is `post` aside, for rings that are columns.
    fn start(&self, block: Block, post: usize) -> usize {
        let Scene { row, col, cols, .. } = *self.scene;
        let row = if self.side.aside { row + post } else { row - post };
        let left =
            if self.side.ahead { col + block.first } else { col + 1 - block.first - block.count };
        row * cols + left
    }

    /// Which of the columns of a block, from the west, a ring of it is.
    fn column(&self, block: Block, index: usize) -> usize {
        if self.side.ahead { index } else { block.count - 1 - index }
    }

    fn gather_columns(&mut self, block: Block) {
        let whole = block.count == BLOCK;
        let mut post = 0;
        while post <= block.last {
            let posts = STRIP.min(block.last + 1 - post);
            let mut tile = [[0.0_f32; BLOCK]; STRIP];
            for (k, row) in tile[..posts].iter_mut().enumerate() {
                let at = self.start(block, post + k);
                let from = &self.scene.heights_m[at..at + block.count];
                match from.first_chunk::<BLOCK>() {
                    Some(all) if whole => *row = *all,
                    _ => row[..block.count].copy_from_slice(from),
                }
            }
            for index in 0..block.count {
                let column = self.column(block, index);
                let line = &mut self.lines[index * self.width + post..];
                if let Some(line) = line.first_chunk_mut::<STRIP>() {
                    for (to, row) in line.iter_mut().zip(&tile) {
                        *to = row[column];
                    }
                }
            }
            post += STRIP;
        }
    }

    fn scatter_columns(&self, block: Block, out: &mut [f32]) {
        // Posts that every ring of the block has go in strips, those at the diagonal one by one.
        let common = block.last.min(block.first) + 1;
        let in_strips = if block.count == BLOCK { common / STRIP * STRIP } else { 0 };
        for post in (0..in_strips).step_by(STRIP) {
            let mut tile = [[0.0_f32; BLOCK]; STRIP];
            for index in 0..BLOCK {
                let column = self.column(block, index);
                let line = &self.masks[index * self.width + post..];
                if let Some(line) = line.first_chunk::<STRIP>() {
                    for (row, from) in tile.iter_mut().zip(line) {
                        row[column] = *from;
                    }
                }
            }
            for (k, row) in tile.iter().enumerate() {
                let at = self.start(block, post + k);
                out[at..at + BLOCK].copy_from_slice(row);
            }
        }
        for post in in_strips..=block.last {
            let at = self.start(block, post);
            for index in 0..block.count {
                if post <= block.first + index {
                    let mask = self.masks[index * self.width + post];
                    out[at + self.column(block, index)] = mask;
                }
            }
        }
    }

    /// The post on the axis of a ring that is a row.
    fn axis(&self, ring: usize) -> usize {
        let Scene { row, col, cols, .. } = *self.scene;
        let row = if self.side.ahead { row + ring } else { row - ring };
        row * cols + col
    }

    fn gather_rows(&mut self, block: Block) {
        for index in 0..block.count {
            let at = self.axis(block.first + index);
            let start = index * self.width;
            let line = &mut self.lines[start..=start + block.last];
            if self.side.aside {
                line.copy_from_slice(&self.scene.heights_m[at..=at + block.last]);
            } else {
                let from = self.scene.heights_m[at - block.last..=at].iter().rev();
                for (to, height) in line.iter_mut().zip(from) {
                    *to = *height;
                }
            }
        }
    }

    fn scatter_rows(&self, block: Block, out: &mut [f32]) {
        for index in 0..block.count {
            let ring = block.first + index;
            let (at, last) = (self.axis(ring), self.posts.min(ring));
            let start = index * self.width;
            let masks = &self.masks[start..=start + last];
            if self.side.aside {
                out[at..=at + last].copy_from_slice(masks);
            } else {
                for (to, mask) in out[at - last..=at].iter_mut().rev().zip(masks) {
                    *to = *mask;
                }
            }
        }
    }
}
