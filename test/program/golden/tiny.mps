* 5 columns, 4 rows
* c0 = x[train,a100]
* c1 = x[train,h100]
* c2 = slack
* c3 = shift
* c4 = count
* r0 = assign
* r1 = memory
* r2 = range
* r3 = free
NAME program FREE
ROWS
 N obj
 E r0
 L r1
 G r2lo
 L r2up
COLUMNS
 MARK0 'MARKER' 'INTORG'
 c0 obj 3
 c0 r0 1
 c0 r1 40
 c1 obj 0
 c1 r0 1
 c1 r1 60
 MARK1 'MARKER' 'INTEND'
 c2 obj -0.5
 c2 r1 -1
 c2 r2lo 1
 c2 r2up 1
 c3 obj 0
 c3 r2lo -2.5
 c3 r2up -2.5
 MARK2 'MARKER' 'INTORG'
 c4 obj 0
 MARK3 'MARKER' 'INTEND'
 one obj 10
RHS
 RHS r0 1
 RHS r1 80
 RHS r2lo -1
 RHS r2up 4
BOUNDS
 LO BND c0 0
 UP BND c0 1
 LO BND c1 0
 UP BND c1 1
 FR BND c2
 LO BND c3 -2
 UP BND c3 7.5
 PL BND c4
 LO BND c4 0
 FX BND one 1
ENDATA
