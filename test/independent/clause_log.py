"""The kind clause-log of docs/certificates.md, from that page alone: a list of steps that leave no plan."""
from over_time import measure_of
from reading import INFINITE, SAFE, as_list, as_map, factor_of, require, whole

LARGEST = 2**29

def clause_log(instance, terms, certificate):
    as_map(certificate, "it", "kind refuted capacities orders steps")
    factor = factor_of(terms, "makespan")
    refuted = whole(certificate.get("refuted"), 0, "refuted")
    require(refuted < LARGEST, "its times are too large")
    log = Log(instance, refuted, certificate.get("orders"))
    log.capacities = [Capacity(log, one) for one in as_list(certificate.get("capacities"), None, "capacities")]
    require(len(log.capacities) <= 1000, "there are too many capacities")
    require(log.leaves_nothing(as_list(certificate.get("steps"), None, "steps")), "its steps lead to no contradiction")
    return factor * (refuted + 1) * instance.grid, []

class Capacity:
    def __init__(self, log, item):
        instance, self.log, self.known = log.instance, log, {}
        as_map(item, "a capacity", "of parts resources")
        self.entries = set(whole(r, 0, "a resource") for r in as_list(item.get("resources"), None, "resources"))
        require(all(r < len(instance.R) for r in self.entries), "a resource is none")
        self.shared, sizes, self.measure, speaks_of = measure_of(instance, item)
        require(all(speaks_of[r] for r in self.entries), "a resource is not exclusive")
        each = [sizes[r] * instance.copies[r] for r in self.entries]
        self.size = sizes[0] if self.shared else sum(each)
        require(self.size <= SAFE, "a capacity is too large")
        # What never needs any, wherever it is placed, is looked at in vain; of a sole placing all is known.
        self.sole, self.others = [], []
        for c, t in enumerate(log.task):
            if log.there[c] and len(log.placings[t]) > 1:
                self.others.append(c)
            elif log.there[c] and self.need(t, 0) > 0:
                self.sole.append((c, 2 * (1 + 2 * c), log.runtimes[t][0], self.need(t, 0)))
    def busy(self, time, but):
        """What all copies but one need that surely run at a time."""
        log, bounds, total = self.log, self.log.bounds, 0
        for c, start, runtime, need in self.sole:
            if -bounds[start + 1] <= time < max(bounds[start + 2], bounds[start] + runtime) and c != but:
                total += need
        for c in self.others:
            if c != but and log.high(1 + 2 * c) <= time:
                placings = log.open(c)
                if log.span(c, log.shortest(c, placings))[2] > time:
                    total += log.needed(self, c, placings)
        return total
    def need(self, t, k):
        if (t, k) not in self.known:
            own = self.log.placings[t][k]
            inside = self.shared or all(r in self.entries for r in own)
            workers = self.log.instance.workers[t]
            self.known[t, k] = workers * min(self.measure(t, r) for r in own) if inside else 0
        return self.known[t, k]

class Log:
    def __init__(self, instance, refuted, orders):
        self.instance, grid = instance, instance.grid
        kinds = [one["kind"] for one in instance.resources]
        self.placings, self.runtimes = [], []
        for t in instance.T:
            groups = {}
            for r in instance.places[t]:
                groups.setdefault(r if instance.workers[t] == 1 else ("kind", kinds[r]), []).append(r)
            self.placings.append(list(groups.values()))
            self.runtimes.append([min(instance.runtime[t][r] for r in own) // grid for own in groups.values()])
        self.task = [t for t in instance.T for _ in range(instance.count[t])]
        self.number = [i for t in instance.T for i in range(instance.count[t])]
        self.there = [instance.must[t] and len(self.placings[t]) > 0 for t in self.task]
        self.bounds, self.undo, self.clauses, self.choice = [], [], [], []
        self.variable(0, refuted)
        for c, t in enumerate(self.task):
            if not self.there[c]:
                require(not instance.must[t], "a task has nowhere to run")
                self.variable(0, refuted)
                self.variable(0, refuted)
                continue
            least, head, tail = instance.least[t], instance.head[t], instance.tail[t]
            require(head + tail < INFINITE, "a task has nowhere to run")
            require(head // grid <= LARGEST, "its times are too large")
            deadline = instance.tasks[t].get("deadline", INFINITE)
            last = refuted - (tail - least) // grid
            if deadline < INFINITE:
                last = min(last, deadline // grid)
            self.variable(head // grid, last - least // grid)
            self.variable((head + least) // grid, last)
        for c, t in enumerate(self.task):
            self.choice.append(len(self.bounds) // 2)
            for _ in self.placings[t] if len(self.placings[t]) > 1 else ():
                self.variable(0, 1 if self.there[c] else 0)
        self.first, self.orders = len(self.bounds) // 2, []
        for pair in as_list(orders, None, "orders"):
            i, j = (whole(c, 0, "an order") for c in as_list(pair, 2, "an order"))
            require(i < len(self.task) and j < len(self.task) and i != j, "an order is of no two copies")
            require(self.there[i] and self.there[j], "an order is of a copy that may stay away")
            self.orders.append((i, j))
            self.variable(0, 1)
    def variable(self, low, high):
        self.bounds += [low, -high]
    def raised(self, b, v):
        """Raises a bound; true at a contradiction."""
        if v <= self.bounds[b]:
            return False
        self.undo.append((b, self.bounds[b]))
        self.bounds[b] = v
        return v > -self.bounds[b ^ 1]
    def take_back(self, size):
        while len(self.undo) > size:
            b, v = self.undo.pop()
            self.bounds[b] = v
    def leaves_nothing(self, steps):
        if any(self.bounds[b] > -self.bounds[b + 1] for b in range(0, len(self.bounds), 2)):
            return True
        return any(self.follows(as_list(step, None, "a step")) for step in steps)
    def follows(self, step):
        """Takes a step; true if it ends the proof."""
        self.rest, self.at = step, 0
        clause = [self.literal() for _ in range(self.read(len(step)))]
        over = False
        for b, v in clause:
            over = self.raised(b ^ 1, 1 - v) or over
        while not over:
            require(self.at < len(step), "a step does not follow")
            k = whole(step[self.at], None, "an antecedent")
            self.at += 1
            if k >= 0:
                require(k < len(self.clauses), "an antecedent is no earlier step")
                over = self.used(self.clauses[k])
            else:
                require(-k <= len(RULES), "there is no such rule")
                over = self.learned(RULES[-1 - k])
        self.take_back(0)
        self.clauses.append(clause)
        if len(clause) == 1:
            over = self.raised(*clause[0])
            self.undo.clear()
            return over
        return not clause
    def read(self, limit):
        require(self.at < len(self.rest), "a step ends early")
        value = whole(self.rest[self.at], 0, "a number of a step")
        require(value < limit, "a number of a step is out of range")
        self.at += 1
        return value
    def literal(self):
        b = self.read(len(self.bounds))
        require(self.at < len(self.rest), "a step ends early")
        v = whole(self.rest[self.at], -LARGEST, "a literal")
        require(v <= LARGEST, "a literal is out of range")
        self.at += 1
        return b, v
    def used(self, clause):
        open_ones = [(b, v) for b, v in clause if self.bounds[b ^ 1] < 1 - v]
        if len(open_ones) > 1:
            return False
        return not open_ones or self.raised(*open_ones[0])
    def learned(self, rule):
        b, v = self.literal()
        mark = len(self.undo)
        held = self.raised(b ^ 1, 1 - v)
        require(rule(self) or held, "a lemma does not hold")
        self.take_back(mark)
        return self.raised(b, v)
    # What is known of copies.
    def copy(self):
        c = self.read(len(self.task))
        require(self.there[c], "a lemma is of a copy that may stay away")
        return c
    def low(self, x):
        return self.bounds[2 * x]
    def high(self, x):
        return -self.bounds[2 * x + 1]
    def open(self, c):
        """The open placings of a copy."""
        size, first = len(self.placings[self.task[c]]), self.choice[c]
        if size == 1:
            return [0]
        taken = [k for k in range(size) if self.low(first + k) >= 1]
        if len(taken) > 1:
            return []
        return [k for k in taken or range(size) if self.high(first + k) >= 1]
    def span(self, c, runtime):
        """Low, high and end at a shortest runtime."""
        start, end = 1 + 2 * c, 2 + 2 * c
        low = self.low(start)
        return low, min(self.high(start), self.high(end) - runtime), max(self.low(end), low + runtime)
    def shortest(self, c, placings):
        own = self.runtimes[self.task[c]]
        return own[0] if len(own) == 1 else min((own[k] for k in placings), default=INFINITE)
    def spanned(self, c):
        return self.span(c, self.shortest(c, self.open(c)))
    def needed(self, capacity, c, placings):
        return min((capacity.need(self.task[c], k) for k in placings), default=INFINITE)

def tail(log):
    c = log.copy()
    t, instance = log.task[c], log.instance
    return log.spanned(c)[2] + (instance.tail[t] - instance.least[t]) // instance.grid > log.high(0)

def after(log):
    waits = log.instance.form["schedule"]["precedence"]
    wait = waits[log.read(len(waits))]
    i, j = log.copy(), log.copy()
    paired = not wait["pairwise"] or log.number[i] == log.number[j]
    require(log.task[i] == wait["before"] and log.task[j] == wait["after"] and paired, "a precedence is of others")
    return log.spanned(i)[2] + wait["lag"] // log.instance.grid > log.spanned(j)[1]

def runs(log):
    c = log.copy()
    placings = log.open(c)
    if not placings:
        return True
    low, high, end = log.spanned(c)
    longest = max(log.runtimes[log.task[c]][k] for k in placings)
    return low > high or end > log.high(2 + 2 * c) or log.low(2 + 2 * c) > log.high(1 + 2 * c) + longest

def window(log):
    c = log.copy()
    t, instance = log.task[c], log.instance
    for k in log.open(c):
        own, p = log.placings[t][k], log.runtimes[t][k]
        low, high, _ = log.span(c, p)
        start = max(low * instance.grid, min(instance.begin[r] for r in own))
        if start <= high * instance.grid and start + p * instance.grid <= max(instance.until[r] for r in own):
            return False
    return True

def before(log):
    q = log.read(len(log.orders))
    i, j = log.orders[q]
    return log.low(log.first + q) >= 1 and log.spanned(i)[2] > log.spanned(j)[1]

def apart(log):
    q = log.read(len(log.orders))
    capacity, (i, j) = log.capacities[log.read(len(log.capacities))], log.orders[q]
    if log.high(log.first + q) >= 1:
        return False
    mine, others = log.open(i), log.open(j)
    if not mine or not others:
        return True
    if log.shortest(i, mine) == 0 or log.shortest(j, others) == 0:
        return False
    both = log.needed(capacity, i, mine) + log.needed(capacity, j, others)
    return both > capacity.size and log.spanned(j)[2] > log.spanned(i)[1]

def alike(log):
    c = log.copy()
    t = log.task[c]
    require(c + 1 < len(log.task) and log.task[c + 1] == t, "copies of two tasks are no equals")
    waits = log.instance.form["schedule"]["precedence"]
    require(not any(one["pairwise"] and t in (one["before"], one["after"]) for one in waits), "it waits copy by copy")
    return log.low(1 + 2 * c) > log.high(1 + 2 * (c + 1))

def time_table(log):
    capacity = log.capacities[log.read(len(log.capacities))]
    c = log.read(len(log.task) + 1) - 1
    times = [log.read(2**31) for _ in range(log.read(1000))]
    if c < 0:
        return bool(times) and capacity.busy(times[0], c) > capacity.size
    require(log.there[c], "a lemma is of a copy that may stay away")
    placings = log.open(c)
    if not placings:
        return True
    runtime, need = log.shortest(c, placings), log.needed(capacity, c, placings)
    free, high, _ = log.span(c, runtime)
    for time in times:
        if free > high:
            break
        if not free <= time < free + runtime or capacity.busy(time, c) + need <= capacity.size:
            return False
        free = time + 1
    return free > high

def energy(log):
    capacity = log.capacities[log.read(len(log.capacities))]
    a, b = log.read(2**31), log.read(2**31)
    if a >= b:
        return False
    room = capacity.size * (b - a)
    require(room <= SAFE, "an energy is too large")
    for c, t in enumerate(log.task):
        if not log.there[c]:
            continue
        least = INFINITE
        for k in log.open(c):
            p = log.runtimes[t][k]
            low, high, _ = log.span(c, p)
            inside = max(0, min(p, b - a, low + p - a, b - high))
            least = min(least, capacity.need(t, k) * inside)
        room -= least
        if room < 0:
            return True
    return False

RULES = tail, after, runs, window, before, apart, alike, time_table, energy
