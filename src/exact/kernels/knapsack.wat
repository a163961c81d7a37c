;; 0-1 knapsack tables on 32-bit integers, four capacities at a time. An item is 16 bytes: weight, profit, taken
;; (0 or 1), loss. A row has `len` = capacity + 1 entries and at least 4 more as padding: vectors run over into the
;; padding, and what they leave there never reaches an entry below `len`. Weights are below `len`, profits positive,
;; and the profits of all items together at most 2^29; see knapsack.ts.
(module
  (import "host" "memory" (memory 1))

  ;; Rows `from` + 1 .. `count` of the table of the first items, row r + 1 from row r by item r; then marks the items
  ;; of one best filling as taken. Returns what it is worth.
  (func (export "fill") (param $items i32) (param $from i32) (param $count i32) (param $table i32) (param $row i32) (param $len i32) (result i32)
    (local $t i32) (local $item i32) (local $w i32) (local $old i32) (local $new i32) (local $y i32) (local $end i32)
    (local $src i32) (local $p v128) (local $at i32)
    (local.set $t (local.get $from))
    (local.set $item (i32.add (local.get $items) (i32.shl (local.get $from) (i32.const 4))))
    (local.set $old (i32.add (local.get $table) (i32.mul (local.get $from) (local.get $row))))
    (local.set $end (i32.shl (local.get $len) (i32.const 2)))
    (block $filled (loop $next
      (br_if $filled (i32.ge_s (local.get $t) (local.get $count)))
      (local.set $new (i32.add (local.get $old) (local.get $row)))
      (local.set $w (i32.shl (i32.load (local.get $item)) (i32.const 2)))
      (local.set $p (i32x4.splat (i32.load offset=4 (local.get $item))))
      (local.set $y (i32.const 0))
      (block $copied (loop $copy
        (br_if $copied (i32.ge_s (local.get $y) (local.get $w)))
        (v128.store (i32.add (local.get $new) (local.get $y)) (v128.load (i32.add (local.get $old) (local.get $y))))
        (local.set $y (i32.add (local.get $y) (i32.const 16)))
        (br $copy)))
      (local.set $y (local.get $w))
      (local.set $src (local.get $old))
      (block $stepped (loop $step
        (br_if $stepped (i32.ge_s (local.get $y) (local.get $end)))
        (v128.store (i32.add (local.get $new) (local.get $y))
          (i32x4.max_s (v128.load (i32.add (local.get $old) (local.get $y)))
                       (i32x4.add (v128.load (local.get $src)) (local.get $p))))
        (local.set $y (i32.add (local.get $y) (i32.const 16)))
        (local.set $src (i32.add (local.get $src) (i32.const 16)))
        (br $step)))
      (local.set $old (local.get $new))
      (local.set $item (i32.add (local.get $item) (i32.const 16)))
      (local.set $t (i32.add (local.get $t) (i32.const 1)))
      (br $next)))
    ;; Trace back from the full capacity.
    (local.set $old (i32.add (local.get $table) (i32.mul (local.get $count) (local.get $row))))
    (local.set $item (i32.add (local.get $items) (i32.shl (local.get $count) (i32.const 4))))
    (local.set $y (i32.sub (local.get $end) (i32.const 4)))
    (local.set $at (i32.load (i32.add (local.get $old) (local.get $y))))
    (local.set $t (local.get $count))
    (block $traced (loop $back
      (br_if $traced (i32.eqz (local.get $t)))
      (local.set $t (i32.sub (local.get $t) (i32.const 1)))
      (local.set $item (i32.sub (local.get $item) (i32.const 16)))
      (local.set $new (local.get $old))
      (local.set $old (i32.sub (local.get $old) (local.get $row)))
      (if (i32.ne (i32.load (i32.add (local.get $new) (local.get $y))) (i32.load (i32.add (local.get $old) (local.get $y))))
        (then
          (i32.store offset=8 (local.get $item) (i32.const 1))
          (local.set $y (i32.sub (local.get $y) (i32.shl (i32.load (local.get $item)) (i32.const 2)))))
        (else (i32.store offset=8 (local.get $item) (i32.const 0))))
      (br $back)))
    (local.get $at))

  ;; The loss of every item: what the best filling of worth `best` loses without it (if taken) or with it (if not).
  ;; `back` is a row of scratch: what the items behind are worth in the room that is left.
  (func (export "lose") (param $items i32) (param $count i32) (param $table i32) (param $row i32) (param $len i32) (param $back i32) (param $best i32)
    (local $t i32) (local $item i32) (local $w i32) (local $f i32) (local $b i32) (local $y i32) (local $end i32)
    (local $p v128) (local $most v128) (local $v i32)
    (local.set $end (i32.shl (local.get $len) (i32.const 2)))
    (local.set $y (i32.const 0))
    (block $zeroed (loop $zero
      (br_if $zeroed (i32.ge_s (local.get $y) (local.get $end)))
      (v128.store (i32.add (local.get $back) (local.get $y)) (v128.const i32x4 0 0 0 0))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (br $zero)))
    ;; Room below zero is worth less than anything.
    (v128.store (i32.add (local.get $back) (local.get $end)) (v128.const i32x4 -1073741824 -1073741824 -1073741824 -1073741824))
    (local.set $t (local.get $count))
    (local.set $item (i32.add (local.get $items) (i32.shl (local.get $count) (i32.const 4))))
    (local.set $f (i32.add (local.get $table) (i32.mul (local.get $count) (local.get $row))))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $t)))
      (local.set $t (i32.sub (local.get $t) (i32.const 1)))
      (local.set $item (i32.sub (local.get $item) (i32.const 16)))
      (local.set $f (i32.sub (local.get $f) (local.get $row)))
      (local.set $w (i32.shl (i32.load (local.get $item)) (i32.const 2)))
      (local.set $p (i32x4.splat (i32.load offset=4 (local.get $item))))
      (local.set $most (v128.const i32x4 0 0 0 0))
      (local.set $y (i32.const 0))
      (local.set $b (local.get $back))
      (if (i32.eqz (i32.load offset=8 (local.get $item)))
        (then (local.set $b (i32.add (local.get $back) (local.get $w)))))
      (local.set $v (i32.sub (local.get $end) (i32.sub (local.get $b) (local.get $back))))
      (block $summed (loop $sum
        (br_if $summed (i32.ge_s (local.get $y) (local.get $v)))
        (local.set $most (i32x4.max_s (local.get $most)
          (i32x4.add (v128.load (i32.add (local.get $f) (local.get $y))) (v128.load (i32.add (local.get $b) (local.get $y))))))
        (local.set $y (i32.add (local.get $y) (i32.const 16)))
        (br $sum)))
      (local.set $most (i32x4.max_s (local.get $most) (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $most) (local.get $most))))
      (local.set $most (i32x4.max_s (local.get $most) (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $most) (local.get $most))))
      (local.set $v (i32.sub (local.get $best) (i32x4.extract_lane 0 (local.get $most))))
      (if (i32.eqz (i32.load offset=8 (local.get $item)))
        (then (local.set $v (i32.sub (local.get $v) (i32.load offset=4 (local.get $item))))))
      (i32.store offset=12 (local.get $item) (local.get $v))
      ;; The item joins those behind; in place, since entry y is written after y + weight was read.
      (local.set $b (i32.add (local.get $back) (local.get $w)))
      (local.set $v (i32.sub (local.get $end) (local.get $w)))
      (local.set $y (i32.const 0))
      (block $joined (loop $join
        (br_if $joined (i32.ge_s (local.get $y) (local.get $v)))
        (v128.store (i32.add (local.get $back) (local.get $y))
          (i32x4.max_s (v128.load (i32.add (local.get $back) (local.get $y)))
                       (i32x4.add (v128.load (i32.add (local.get $b) (local.get $y))) (local.get $p))))
        (local.set $y (i32.add (local.get $y) (i32.const 16)))
        (br $join)))
      (br $next))))
)
