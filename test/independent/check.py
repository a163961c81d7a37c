"""Recomputes the bounds that the certificates of a plan file prove, from docs/certificates.md alone.
    python3 check.py INSTANCE.json PLAN.json     INSTANCE.json: berth export FILE --format integers
    python3 check.py INSTANCE.json BARE.json     {"target": NAME, "certificate": {...}}
    python3 check.py --lines                     JSON lines: {"instance"}, then {"target", "certificate"} each

Exit codes: 0 every stated bound is proven, 1 some is not, 2 wrong usage. Standard library only.
"""
import json
import sys
from collections import namedtuple
from fractions import Fraction
from math import gcd

from clause_log import clause_log
from over_time import busy_prices, critical_path, energy_prices, late_prices, rent_prices
from reading import INFINITE, SAFE, Refused, as_list, as_map, factor_of, lifted, over, require, table, whole, wholes

MILLION = 10**6
MOST_NODES = 200_000

# ---- The instance
class Instance:
    def __init__(self, form):
        if form.get("berth_integers") != 1:
            raise ValueError("this is no instance in integers of version 1")
        self.form, self.mode = form, form["mode"]
        self.tasks, self.resources = form["tasks"], form["resources"]
        self.T, self.R, self.D = range(len(self.tasks)), range(len(self.resources)), range(len(form["dimensions"]))
        self.count, self.copies = ([one["count"] for one in entries] for entries in (self.tasks, self.resources))
        self.shapes = {name for name, sort in form["traits"].items() if sort == "shapes"}
        self.divides = any(task["divisible"] for task in self.tasks)
        self.begin, self.until = zip(*((one["from"], one.get("until", INFINITE)) for one in self.resources))
        self.window = [self.until[r] - self.begin[r] for r in self.R]
        self.capacity = [one["capacity"] for one in self.resources]
        self.runtime = [one["runtime"] for one in self.tasks]
        # By task entry, resource entry and dimension.
        self.demand = [[[row[r] for row in task["demand"]] for r in self.R] for task in self.tasks]
        self.usable = [[self.fits(t, r) for r in self.R] for t in self.T]
        paid = any(one > 0 for one in form["transfer"]["price"])
        self.pays_transfers = paid and any(link["output"] > 0 for link in form["links"])
        if self.mode == "schedule":
            self.over_time()
    def fits(self, t, r):
        task, split = self.tasks[t], self.tasks[t]["divisible"]
        for amount, capacity in zip(self.demand[t][r], self.capacity[r]):
            if amount > 0 and capacity <= 0 if split else amount > capacity:
                return False
        if not task["eligible"][r] or "across" in task and self.form["domains"][task["across"]]["of"][r] < 0:
            return False
        runtime = min(self.runtime[t][r], 1) if split else self.runtime[t][r]
        end = max(task["release"], self.begin[r]) + runtime
        return self.mode == "placement" or end <= min(task.get("deadline", INFINITE), self.until[r])
    def moves(self, terms):
        """What the target counts for a micro-dollar of transfer."""
        return sum(one["factor"] for one in terms if one["objective"] == "cost") if self.pays_transfers else 0
    def transfer(self, output, g, h):
        move = self.form["transfer"]
        return (output * move["price"][g * move["sites"] + h] + 2**19) // 2**20
    def over_time(self):
        rules, tasks = self.form["schedule"], self.tasks
        self.workers, self.must = rules["workers"], [not task["optional"] for task in tasks]
        self.sure = [t for t in self.T if self.must[t] and self.count[t] > 0]
        self.places = [[r for r in self.R if self.usable[t][r] and self.copies[r] > 0] for t in self.T]
        self.least = [min((self.runtime[t][r] for r in self.places[t]), default=INFINITE) for t in self.T]
        starts = [[max(tasks[t]["release"], self.begin[r]) for r in self.places[t]] for t in self.T]
        self.head = [min(starts[t], default=tasks[t]["release"]) for t in self.T]
        self.tail, waits, changed = list(self.least), rules["precedence"], True
        while changed:
            before = self.head + self.tail
            for wait in waits:
                t, after, lag = wait["before"], wait["after"], wait["lag"]
                if self.count[t] > 0:
                    self.head[after] = max(self.head[after], self.head[t] + self.least[t] + lag)
                if after in self.sure:
                    self.tail[t] = max(self.tail[t], self.least[t] + lag + self.tail[after])
            changed = before != self.head + self.tail
        runtimes = [self.runtime[t][r] for t in self.T for r in self.R if self.usable[t][r]]
        times = runtimes + [task["release"] for task in tasks] + [wait["lag"] for wait in waits]
        times += [time for closed in rules["maintenance"] for pair in closed for time in pair]
        tangled = any(rules["setup"]) and 0 in runtimes
        self.grid = 1 if tangled else max(1, gcd(*times, *self.begin, *rules["setup"]))

# ---- Sums
# What pieces, placed copies and used copies count.
Sum = namedtuple("Sum", "pair place fixed")

def sum_of(instance, terms):
    tasks, T, R = instance.tasks, instance.T, instance.R
    pair, place, fixed = [[0 for _ in R] for _ in T], [0 for _ in T], [0 for _ in R]
    for term in terms:
        name, factor = term["objective"], term["factor"]
        split = any(task["divisible"] or task["replicas"] > 1 for task in tasks)
        field = {"migrations": "migrates", "completion-time": "runtime", "cost": "cost", "energy": "energy"}.get(name)
        over_time = instance.mode == "schedule" and name in ("cost", "energy")
        other = field is None and name not in ("throughput", "utilization")
        require(not (over_time or other or name == "completion-time" and split), name + " has no sum")
        for t, task in enumerate(tasks):
            if term.get("priority", task["priority"]) != task["priority"]:
                continue
            if name == "throughput":
                place[t] -= factor * task["gain"]
            for r in R if name != "throughput" else ():
                pair[t][r] += factor * (task[field][r] if field else -instance.demand[t][r][term["dimension"]])
        if name == "cost":
            fixed = [fixed[r] + factor * instance.resources[r]["fixed_price"] for r in R]
            require("priority" not in term or not any(fixed), "used copies belong to no class")
    return Sum(pair, place, fixed)

def step_of(instance, usable, values, moves=0):
    parts = [values.pair[t][r] for t in instance.T for r in instance.R if usable[t][r]]
    sites = range(instance.form["transfer"]["sites"] if moves else 0)
    for link in instance.form["links"]:
        parts += [moves * instance.transfer(link["output"], g, h) for g in sites for h in sites]
    return 1 if instance.divides else gcd(*parts, *values.place, *values.fixed)

# ---- Limits of earlier objectives, big pieces
def lacks(instance, limit):
    """True if the instance cannot have the objective of a limit, or limits do not speak of it."""
    name, tasks, d = limit["objective"], instance.tasks, limit.get("dimension")
    timed = all(task["has_runtime"] for task in tasks)
    if name in ("makespan", "completion-time"):
        return not timed
    if name == "energy":
        unknown = [r for r in instance.R if "power" not in instance.resources[r]]
        return not timed or any(task["eligible"][r] for task in tasks for r in unknown)
    if name == "utilization":
        return d is None or all(capacity[d] <= 0 for capacity in instance.capacity)
    if name == "migrations":
        return any("migrates" not in task for task in tasks) or not tasks
    if name == "balance" and instance.mode == "batch":
        return d is not None or INFINITE in instance.until
    return name not in ("balance", "cost", "throughput")

class Frame:
    """What `given` and `big` of a certificate say; `level` is one more largest load."""
    def __init__(self, instance, certificate, level=()):
        self.instance, self.given, self.sums, loads = instance, [], [], list(level)
        for item in as_list(certificate.get("given", []), None, "given"):
            limit = self.read_limit(as_map(item, "a limit", "objective dimension at_most price"))
            self.given.append(limit)
            if limit["objective"] in ("makespan", "balance"):
                require("price" not in limit, "a largest load has a price")
                loads.append(limit)
                continue
            self.sums.append((sum_of(instance, [dict(limit, factor=1)]), limit["at_most"], limit.get("price", 0)))
        self.limit_copies(loads)
        self.big = [self.read_big(item) for item in as_list(certificate.get("big", []), None, "big")]
    def read_limit(self, item):
        limit = {"objective": item.get("objective"), "at_most": whole(item.get("at_most"), None, "at_most")}
        for key in ("dimension", "price"):
            if key in item:
                limit[key] = whole(item[key], 0, key)
        require(limit.get("dimension", -1) < len(self.instance.D), "a limit is of no dimension")
        require(not lacks(self.instance, limit), "the instance has no such objective")
        return limit
    def limit_copies(self, loads):
        instance, R, D, batch = self.instance, self.instance.R, self.instance.D, self.instance.mode == "batch"
        self.time = [instance.window[r] if batch else INFINITE for r in R]
        self.capacity = [[INFINITE if batch else instance.capacity[r][d] for d in D] for r in R]
        for limit, r in ((limit, r) for limit in loads for r in R):
            most, is_balance = limit["at_most"], limit["objective"] == "balance"
            if not is_balance or batch:
                left = instance.window[r] * most // MILLION if is_balance else most - instance.begin[r]
                self.time[r] = max(0, min(self.time[r], left))
            for d in D if is_balance and not batch else ():
                if limit.get("dimension", d) == d:
                    full = instance.capacity[r][d] * most
                    part = over(full, MILLION) if instance.divides else full // MILLION
                    self.capacity[r][d] = max(0, min(self.capacity[r][d], part))
        def takes(t, r):
            amounts, limits = instance.demand[t][r] + [instance.runtime[t][r]], self.capacity[r] + [self.time[r]]
            return instance.tasks[t]["divisible"] or all(a <= most for a, most in zip(amounts, limits))
        self.usable = [[instance.usable[t][r] and takes(t, r) for r in R] for t in instance.T]
    def read_big(self, item):
        as_map(item, "big", "load parts price")
        load = item.get("load") if item.get("load") == "time" else whole(item.get("load"), 0, "load")
        require(load == "time" or load < len(self.instance.D), "big pieces are of no dimension")
        parts, price = whole(item.get("parts"), 1, "parts"), wholes(item.get("price"), len(self.instance.R), 0, "price")
        limits = self.time if load == "time" else [row[load] for row in self.capacity]
        require(all(one == 0 or limit != INFINITE for one, limit in zip(price, limits)), "big pieces have no limit")
        return load, parts, price, limits
    def piece(self, t, r):
        """What big pieces and sums add to a piece."""
        total = sum(price * values.pair[t][r] for values, _, price in self.sums)
        for load, parts, price, limits in self.big:
            amount = amount_of(self.instance, load, t, r)
            if price[r] > 0 and amount > 0 and not self.instance.tasks[t]["divisible"]:
                size = max(0, over((parts + 1) * amount, limits[r]) - 1) if limits[r] else parts
                total += price[r] * size
        return total
    def placed(self, t):
        return sum(price * values.place[t] for values, _, price in self.sums)
    def used(self, r):
        fixed = sum(price * values.fixed[r] for values, _, price in self.sums)
        return fixed - sum(price[r] * parts for _, parts, price, _ in self.big)
    def once(self):
        return -sum(price * most for _, most, price in self.sums)

def amount_of(instance, load, t, r):
    return instance.runtime[t][r] if load == "time" else instance.demand[t][r][load]

def priced(prices, limits):
    """The sum of the products; what has no price may be without end."""
    return sum(price * limit for price, limit in zip(prices, limits) if price)

# ---- The least of all pieces
def least_sum(instance, usable, piece, placed, moves=0):
    near = {}
    for link in instance.form["links"] if moves else ():
        for end, other in (("from", "to"), ("to", "from")):
            near.setdefault(link[end], []).append((link[other], link))
    total, seen = 0, set()
    for t, task in enumerate(instance.tasks):
        if t in near:
            if t not in seen:
                cost = least_of_tree(instance, usable, piece, placed, moves, near, t, None, seen)
                require(cost, "a task has no place")
                total += instance.count[t] * min(cost.values())
            continue
        pieces = pieces_of_copy(instance, usable, piece, t)
        require(pieces or task["optional"], "a task has no place")
        least = sum(pieces) + placed(t) if pieces else 0
        total += instance.count[t] * (min(0, least) if task["optional"] else least)
    return total

def pieces_of_copy(instance, usable, piece, t):
    """The least numbers that the pieces of a copy can have together; none if it has no place."""
    task, options, best = instance.tasks[t], [], {}
    k = task["replicas"]
    for r in instance.R:
        if usable[t][r] and "across" in task and k > 1:
            domain = instance.form["domains"][task["across"]]["of"][r]
            best[domain] = min(best.get(domain, INFINITE), piece(t, r))
        elif usable[t][r]:
            options += [piece(t, r)] * (min(k, instance.copies[r]) if k > 1 else 1)
    options = sorted(options + list(best.values()))
    return options[:k] if len(options) >= k else []

def least_of_tree(instance, usable, piece, placed, moves, near, t, above, seen):
    """By site of t (None: left out): what it and all that hangs below it add up to at least."""
    seen.add(t)
    cost = {None: 0} if instance.tasks[t]["optional"] else {}
    for r in instance.R:
        if usable[t][r]:
            site = instance.form["transfer"]["site_of"][r]
            cost[site] = min(cost.get(site, INFINITE), piece(t, r) + placed(t))
    for other, link in near[t]:
        if other == above:
            continue
        below = least_of_tree(instance, usable, piece, placed, moves, near, other, t, seen)
        require(below, "a task has no place")
        def moved(g, h):
            ends = (g, h) if link["from"] == t else (h, g)
            return 0 if None in ends else moves * instance.transfer(link["output"], *ends)
        cost = {g: own + min(value + moved(g, h) for h, value in below.items()) for g, own in cost.items()}
    return cost

# ---- Knapsacks: fillings as lists of (weight, worth) that no other one beats, lightest first
def include(states, weight, worth, room):
    kept, most = [], -1
    taken = [(w + weight, p + worth) for w, p in states if w + weight <= room]
    for state in sorted(states + taken, key=lambda one: (one[0], -one[1])):
        if state[1] > most:
            kept.append(state)
            most = state[1]
    return kept

def fill(offers, room):
    """The most that so many (count, weight, worth) are worth within the room."""
    if sum(count * weight for count, weight, _ in offers) <= room:
        return sum(count * worth for count, _, worth in offers)
    states = [(0, 0)]
    for count, weight, worth in offers:
        left, size = min(count, room // weight) if weight else count, 1
        while left > 0:
            size = min(size, left)
            states = include(states, size * weight, size * worth, room)
            left, size = left - size, 2 * size
    return states[-1][1]

# ---- Prices on capacity and on tasks
def capacity_prices(instance, terms, certificate):
    as_map(certificate, "it", "kind denominator price time big given")
    R, D, values = instance.R, instance.D, sum_of(instance, terms)
    S = whole(certificate.get("denominator"), 1, "denominator")
    price = table(certificate.get("price"), len(R), len(D), "price")
    time = wholes(certificate.get("time", [0 for _ in R]), len(R), 0, "time")
    frame = Frame(instance, certificate)
    require(instance.mode == "placement" or not any(map(any, price)), "a dimension has a price in batch")
    require(all(one == 0 or most != INFINITE for one, most in zip(time, frame.time)), "time without end has a price")
    def piece(t, r):
        loads = priced(price[r], instance.demand[t][r]) + time[r] * instance.runtime[t][r]
        return S * values.pair[t][r] + loads + frame.piece(t, r)
    moves = instance.moves(terms)
    total = least_sum(instance, frame.usable, piece, lambda t: S * values.place[t] + frame.placed(t), S * moves)
    for r in R:
        full = priced(price[r] + [time[r]], frame.capacity[r] + [frame.time[r]])
        total += instance.copies[r] * min(0, S * values.fixed[r] + frame.used(r) - full)
    step = step_of(instance, frame.usable, values, moves)
    return lifted(Fraction(total + frame.once(), S), step), frame.given

class Priced:
    """Prices on tasks: what tasks count, the offers of whole ones to each resource entry, the gains of shares."""
    def __init__(self, instance, values, S, price):
        self.tasks, self.offers, self.shares = 0, [], []
        for t, task in enumerate(instance.tasks):
            each = task["replicas"] * price[t] - (task["replicas"] - 1) * S * values.place[t]
            self.tasks += instance.count[t] * (min(0, each) if task["optional"] else each)
        for r in instance.R:
            may = [t for t in instance.T if instance.usable[t][r]]
            worth = {t: price[t] - S * (values.pair[t][r] + values.place[t]) for t in may}
            split = {t for t in worth if instance.tasks[t]["divisible"]}
            self.offers.append([(t, worth[t]) for t in worth if worth[t] > 0 and t not in split])
            self.shares.append(sum(instance.count[t] * max(0, worth[t]) for t in split))

def assignment_prices(instance, terms, certificate):
    as_map(certificate, "it", "kind denominator resource price")
    values = sum_of(instance, terms)
    S = whole(certificate.get("denominator"), 1, "denominator")
    load = read_filled(instance, certificate.get("resource"), instance.mode == "batch")
    known = Priced(instance, values, S, wholes(certificate.get("price"), len(instance.T), None, "price"))
    total = known.tasks
    for r in instance.R:
        room = instance.window[r] if load == "time" else instance.capacity[r][load]
        offers = [(instance.count[t], amount_of(instance, load, t, r), worth) for t, worth in known.offers[r]]
        total -= instance.copies[r] * max(0, fill(offers, room) + known.shares[r] - S * values.fixed[r])
    return lifted(Fraction(total, S), step_of(instance, instance.usable, values)), []

def read_filled(instance, value, may_be_time):
    if value == "time" and may_be_time:
        return value
    require(instance.mode != "batch" and whole(value, 0, "resource") < len(instance.D), "that is not filled")
    return int(value)

# ---- Configurations
def configuration_prices(instance, terms, certificate):
    as_map(certificate, "it", "kind denominator price capacity worth rows used")
    R, values = instance.R, sum_of(instance, terms)
    S = whole(certificate.get("denominator"), 1, "denominator")
    known = Priced(instance, values, S, wholes(certificate.get("price"), len(instance.T), None, "price"))
    worth = prove_worths(instance, known.offers, certificate)
    gain = [worth[r] + known.shares[r] - S * values.fixed[r] for r in R]
    step = step_of(instance, instance.usable, values)
    if "rows" not in certificate and "used" not in certificate:
        most = sum(instance.copies[r] * max(0, gain[r]) for r in R)
        return lifted(Fraction(known.tasks - most, S), step), []
    unit = gcd(*gain) or 1
    rows = [prove_row(instance, row) for row in as_list(certificate.get("rows"), None, "rows")]
    tree = read_tree(certificate.get("used"), len(R), len(rows))
    bound = tree_bound([-one // unit for one in gain], rows, [0 for _ in R], list(instance.copies), tree)
    require(bound is not None, "its tree leaves nothing to bound")
    return lifted((known.tasks + unit * bound) / S, step), []

def prove_row(instance, row):
    """Coefficients and lower side of a row, divided."""
    price, tasks = as_map(row, "a row", "price capacity worth").get("price"), instance.tasks
    price = wholes(price, len(instance.T), 0, "price")
    require(not any(price[t] and task["divisible"] for t, task in enumerate(tasks)), "a divisible task has a price")
    offers = [[(t, price[t]) for t in instance.T if instance.usable[t][r] and price[t]] for r in instance.R]
    worth = prove_worths(instance, offers, row)
    step, needed = gcd(*worth) or 1, [t for t in instance.T if not tasks[t]["optional"]]
    need = sum(instance.count[t] * tasks[t]["replicas"] * price[t] for t in needed)
    return [one // step for one in worth], over(need, step)

def prove_worths(instance, offers, stated):
    """The stated worths, if no copy can hold more."""
    devices = any(one["devices"] for one in instance.form["dimensions"])
    hints = [wholes(row, None, 0, "capacity") for row in as_list(stated.get("capacity"), len(instance.R), "capacity")]
    require(all(len(row) - len(instance.D) in (0, 3 * devices) for row in hints), "capacity has another length")
    worth = wholes(stated.get("worth"), len(instance.R), 0, "worth")
    for r in instance.R:
        prove_worth(instance, r, offers[r], hints[r], worth[r])
    return worth

def prove_worth(instance, r, offers, hints, most):
    """Refuses unless all that fits together on a copy is worth at most `most`: a search that prices cut short."""
    device = next((d for d, one in enumerate(instance.form["dimensions"]) if one["devices"]), None)
    items, rest, nodes = [], [0], 0
    for t, worth in offers:
        demand = instance.demand[t][r]
        limits = [full // amount for full, amount in zip(instance.capacity[r], demand) if amount > 0]
        items.append((worth - priced(hints, demand), worth, min([instance.count[t]] + limits), demand))
    items.sort(key=lambda item: -abs(item[0]))
    for net, _, limit, _ in reversed(items):
        rest.insert(0, rest[0] + max(0, net) * limit)
    def search(k, worth, free, shares):
        nonlocal nodes
        nodes += 1
        require(worth <= most, "a copy may be worth more")
        require(nodes < MOST_NODES, "the search for a worth is too large")
        if k == len(items) or worth + rest[k] + priced(hints, free) <= most:
            return
        _, one, limit, demand = items[k]
        for taken in range(limit + 1):
            left = [room - taken * amount for room, amount in zip(free, demand)]
            shared = device is not None and 0 < demand[device] < 1000
            held = shares + [demand[device]] * taken if shared else shares
            if min(left, default=0) < 0 or held and not packs(sorted(held)[::-1], (left[device] + sum(held)) // 1000):
                break
            search(k + 1, worth + taken * one, left, held)
    search(0, 0, instance.capacity[r], [])

def packs(shares, devices):
    """True if the shares fit on so many devices."""
    def place(k, free):
        for room in set(free) if k < len(shares) else ():
            if room >= shares[k]:
                others = list(free)
                others[others.index(room)] -= shares[k]
                if place(k + 1, others):
                    return True
        return k == len(shares)
    return place(0, [1000] * min(devices, len(shares)))

def read_tree(node, columns, rows):
    """A tree as (column, at, below, above) and leaves (weight, rows, multipliers)."""
    if "column" in as_map(node, "a node"):
        as_map(node, "a node", "column at below above")
        require(whole(node["column"], 0, "column") < columns, "there is no such column")
        halves = [read_tree(node.get(half), columns, rows) for half in ("below", "above")]
        return int(node["column"]), whole(node.get("at"), None, "at"), *halves
    as_map(node, "a leaf", "weight row multiplier")
    index = wholes(node.get("row"), None, 0, "row")
    require(all(i < rows for i in index), "there is no such row")
    return whole(node.get("weight"), 0, "weight"), index, wholes(node.get("multiplier"), len(index), None, "multiplier")

def tree_bound(objective, rows, lower, upper, node):
    """The least of a box tree; None if every box is empty."""
    if len(node) == 4:
        column, at, below, above = node
        high, low = list(upper), list(lower)
        high[column], low[column] = min(upper[column], at), max(lower[column], at + 1)
        halves = (lower, high, below), (low, upper, above)
        found = [tree_bound(objective, rows, *half) for half in halves if half[0][column] <= half[1][column]]
        return min((one for one in found if one is not None), default=None)
    weight, index, multiplier = node
    left, total = [weight * one for one in objective], 0
    for i, y in zip(index, multiplier):
        require(y >= 0, "a row has no upper side")
        total += y * rows[i][1]
        left = [one - y * coefficient for one, coefficient in zip(left, rows[i][0])]
    total += sum(one * (lower[j] if one > 0 else upper[j]) for j, one in enumerate(left))
    require(weight > 0 or total > 0, "a leaf proves nothing")
    return Fraction(total, weight) if weight > 0 else None

# ---- Search trees
class Core:
    """Rows of task copies and columns of resource copies; `open`, `c`, `weight` by row and column."""
    def __init__(self, instance, certificate, more=0):
        self.entry = [t for t in instance.T for _ in range(instance.count[t])]
        self.column = [r for r in instance.R for _ in range(instance.copies[r])]
        self.J, self.I = range(len(self.entry)), range(len(self.column) + more)
        self.open, self.c, self.weight = ([[zero for _ in self.I] for _ in self.J] for zero in (False, 0, 0))
        self.room, ones = [0 for _ in self.I], [1 for _ in self.I]
        self.grain = wholes(certificate.get("grain", ones), len(ones), 1, "grain")
    def pairs(self):
        return ((j, t, i, r) for j, t in enumerate(self.entry) for i, r in enumerate(self.column))
    def state(self):
        return State(self.open, [None for _ in self.J], self.room, 0)

def search(instance, terms, certificate):
    as_map(certificate, "it", "kind refuted denominator resource root grain given")
    S = whole(certificate.get("denominator"), 1, "denominator")
    refuted = whole(certificate.get("refuted"), None, "refuted")
    load = read_filled(instance, certificate.get("resource"), True)
    frame, values = Frame(instance, certificate), sum_of(instance, terms)
    core = Core(instance, certificate, any(task["optional"] for task in instance.tasks))
    for j, t, i, r in core.pairs():
        core.room[i] = frame.time[r] if load == "time" else frame.capacity[r][load]
        if frame.usable[t][r]:
            core.open[j][i], core.weight[j][i] = True, amount_of(instance, load, t, r)
            core.c[j][i] = values.pair[t][r] + values.place[t] + frame.piece(t, r) + frame.placed(t)
    for row, t in zip(core.open, core.entry):
        row[-1] = row[-1] or instance.tasks[t]["optional"]
    for i in core.I:
        inside = [core.weight[j][i] for j in core.J if core.open[j][i]]
        divisor = 0 if sum(inside) <= core.room[i] else gcd(*inside)
        for row in core.weight:
            row[i] = row[i] // divisor if divisor else 0
        core.room[i] = core.room[i] // divisor if divisor else 0
    offset, step = frame.once(), 0
    for j in core.J:
        least = min((core.c[j][i] for i in core.I if core.open[j][i]), default=0)
        offset += least
        core.c[j] = [core.c[j][i] - least if core.open[j][i] else 0 for i in core.I]
        step = gcd(step, *core.c[j])
    step, core.c = step or 1, [[one // (step or 1) for one in row] for row in core.c]
    limit = (refuted - offset) // step
    refute(core, S, S * limit, core.state(), certificate.get("root"))
    return offset + step * (limit + 1), frame.given

def makespan_search(instance, terms, certificate):
    as_map(certificate, "it", "kind refuted root grain given")
    factor = factor_of(terms, "makespan")
    refuted, frame = whole(certificate.get("refuted"), 0, "refuted"), Frame(instance, certificate)
    usable = list(frame.usable)
    for values, at_most, _ in frame.sums:
        low = [min((values.pair[t][r] for r in instance.R if usable[t][r]), default=None) for t in instance.T]
        placed = [t for t in instance.T if low[t] is not None]
        slack = at_most - sum(instance.count[t] * (values.place[t] + low[t]) for t in placed)
        for t in placed:
            usable[t] = [usable[t][r] and values.pair[t][r] - low[t] <= slack for r in instance.R]
    core = Core(instance, certificate)
    for j, t, i, r in core.pairs():
        core.open[j][i] = usable[t][r] and instance.runtime[t][r] <= refuted
        core.weight[j][i] = instance.runtime[t][r]
    core.room = [refuted for _ in core.I]
    refute(core, 1, 0, core.state(), certificate.get("root"))
    return factor * (refuted + 1), frame.given

class State:
    def __init__(self, open_, home, room, fixed):
        self.open, self.home, self.room, self.fixed = [list(row) for row in open_], list(home), list(room), fixed
    def fix(self, core, j, i):
        self.home[j] = i
        self.room[i] -= core.weight[j][i]
        self.fixed += core.c[j][i]

def settle(core, state):
    """False if a free row has no column left."""
    changed = True
    while changed:
        changed = False
        for j in core.J:
            if state.home[j] is not None:
                continue
            state.open[j] = [state.open[j][i] and core.weight[j][i] <= state.room[i] for i in core.I]
            if sum(state.open[j]) == 0:
                return False
            if sum(state.open[j]) == 1:
                state.fix(core, j, state.open[j].index(True))
                changed = True
    return True

def refute(core, S, slack, state, node):
    as_map(node, "a node", "prices task children resource")
    if not settle(core, state):
        return
    for vector in as_list(node.get("prices"), None, "prices"):
        if use_prices(core, S, slack, state, wholes(vector, len(core.J), None, "prices")) or not settle(core, state):
            return
    if S * state.fixed > slack:
        return
    children = [as_map(child, "a child") for child in as_list(node.get("children"), None, "children")]
    task = whole(node.get("task"), 0, "task")
    require(task < len(core.J), "there is no such task copy")
    below = {child["resource"]: child for child in children if type(child.get("resource")) in (int, float)}
    home = state.home[task]
    for i in core.I:
        if home != i if home is not None else not state.open[task][i]:
            continue
        require(i in below, "an open column has no child")
        inner = State(state.open, state.home, state.room, state.fixed)
        if home is None:
            inner.fix(core, task, i)
        refute(core, S, slack, inner, below[i])

def use_prices(core, S, slack, state, u):
    """True if the prices refute the state; else closes what they close."""
    free = [j for j in core.J if state.home[j] is None]
    rooms = [state.room[i] // core.grain[i] for i in core.I]
    profit = [[u[j] - S * core.c[j][i] for i in core.I] for j in core.J]
    weight = [[core.weight[j][i] // core.grain[i] for i in core.I] for j in core.J]
    fillings = []
    for i in core.I:
        offers = [(j, weight[j][i], profit[j][i]) for j in free if state.open[j][i] and profit[j][i] > 0]
        fillings.append(Fillings(offers, rooms[i]))
    most = [one.without(None, rooms[i]) for i, one in enumerate(fillings)]
    value = S * state.fixed + sum(u[j] for j in free) - sum(most)
    if value > slack:
        return True
    for j in free:
        columns = [i for i in core.I if state.open[j][i]]
        leaving = {i: most[i] - fillings[i].without(j, rooms[i]) for i in columns}
        total = value + sum(leaving.values())
        for i in columns:
            taking = most[i] - profit[j][i] - fillings[i].without(j, rooms[i] - weight[j][i])
            if total + taking - leaving[i] > slack:
                state.open[j][i] = False
    return False

class Fillings:
    """The most that the offers to a column are worth without one of them: tables from both ends."""
    def __init__(self, offers, room):
        self.at = {j: k for k, (j, _, _) in enumerate(offers)}
        self.before, self.after = [[(0, 0)]], [[(0, 0)]]
        for (_, weight, worth), (_, last, gain) in zip(offers, reversed(offers)):
            self.before.append(include(self.before[-1], weight, worth, room))
            self.after.append(include(self.after[-1], last, gain, room))
        self.after.reverse()
    def without(self, j, room):
        k = self.at.get(j)
        before, after = (self.before[-1], [(0, 0)]) if k is None else (self.before[k], self.after[k + 1])
        best, at = 0, len(after) - 1
        for weight, worth in before:
            while at >= 0 and weight + after[at][0] > room:
                at -= 1
            best = max(best, worth + after[at][1] if at >= 0 else 0)
        return best

# ---- Largest loads at once
def load_prices(instance, terms, certificate):
    as_map(certificate, "it", "kind price")
    factor, R, over_time = factor_of(terms, "makespan", "balance"), instance.R, instance.mode == "schedule"
    makespan = terms[0]["objective"] == "makespan"
    require(not (over_time and makespan), "runtimes side by side do not add up")
    timed = makespan or instance.mode == "batch"
    D = range(1) if timed else instance.D
    price = table(certificate.get("price"), len(R), len(D), "price")
    left_out = [d for d in D if not timed and terms[0].get("dimension", d) != d]
    require(not any(price[r][d] for r in R for d in left_out), "a load that does not count has a price")
    if timed:
        size = [[1 if makespan else instance.window[r]] for r in R]
        load = [[[p] for p in row] for row in instance.runtime]
    elif over_time:
        size = [[c and c * instance.window[r] for c in instance.capacity[r]] for r in R]
        work = [[instance.workers[t] * p for p in instance.runtime[t]] for t in instance.T]
        load = [[[work[t][r] * one for one in instance.demand[t][r]] for r in R] for t in instance.T]
    else:
        size, load = instance.capacity, instance.demand
    weight = sum(instance.copies[r] * priced(price[r], size[r]) for r in R)
    require(0 < weight < INFINITE, "the prices weigh nothing")
    total = least_sum(instance, instance.usable, lambda t, r: priced(price[r], load[t][r]), lambda t: 0)
    return factor * over((1 if makespan else MILLION) * total, weight), []

def level_prices(instance, terms, certificate):
    as_map(certificate, "it", "kind refuted price big given")
    factor, refuted = factor_of(terms, "makespan", "balance"), whole(certificate.get("refuted"), -1, "refuted")
    timed = terms[0]["objective"] == "makespan" or instance.mode == "batch"
    frame = Frame(instance, certificate, [dict(terms[0], at_most=refuted)])
    stuck = any(not task["optional"] and not any(frame.usable[t]) for t, task in enumerate(instance.tasks))
    if refuted >= 0 and not stuck:
        price = table(certificate.get("price"), len(instance.R), 1 if timed else len(instance.D), "price")
        def piece(t, r):
            loads = [instance.runtime[t][r]] if timed else instance.demand[t][r]
            return priced(price[r], loads) + frame.piece(t, r)
        room = 0
        for r in instance.R:
            limits = [frame.time[r]] if timed else frame.capacity[r]
            room += instance.copies[r] * max(0, priced(price[r], limits) - frame.used(r))
        needed = least_sum(instance, frame.usable, piece, frame.placed) + frame.once()
        require(needed > room, "its prices refute nothing")
    return factor * (refuted + 1), frame.given

def reachable_sums(instance, terms, certificate):
    as_map(certificate, "it", "kind refuted")
    factor, refuted = factor_of(terms, "makespan"), whole(certificate.get("refuted"), 0, "refuted")
    needed = room = 0
    for t in instance.T:
        runtimes = [p for r, p in enumerate(instance.runtime[t]) if instance.usable[t][r]]
        require(runtimes, "a task has no resource")
        needed += instance.count[t] * min(runtimes)
    for r in instance.R:
        sizes = [(instance.count[t], instance.runtime[t][r]) for t in instance.T if instance.usable[t][r]]
        room += instance.copies[r] * fill([(n, p, p) for n, p in sizes if 0 < p <= refuted], refuted)
    require(needed > room, "the sums within reach hold all tasks")
    return factor * (refuted + 1), []

# ---- All kinds: the check, its modes and the traits that change what plans are
AT_ONCE, SPLIT = ("placement", "batch"), {"optional", "divisible", "replicas"}
OVER_TIME = ("schedule",), {"optional", "workers"}
KINDS = {
    "capacity-prices": [(capacity_prices, AT_ONCE, SPLIT)],
    "assignment-prices": [(assignment_prices, AT_ONCE, SPLIT)],
    "configuration-prices": [(configuration_prices, ("placement",), SPLIT)],
    "search": [(search, AT_ONCE, {"optional"})],
    "makespan-search": [(makespan_search, AT_ONCE, set())],
    "load-prices": [(load_prices, AT_ONCE, SPLIT), (load_prices, *OVER_TIME)],
    "level-prices": [(level_prices, AT_ONCE, SPLIT)],
    "reachable-sums": [(reachable_sums, AT_ONCE, set())],
    "critical-path": [(critical_path, *OVER_TIME)],
    "energy-prices": [(energy_prices, *OVER_TIME)],
    "busy-prices": [(busy_prices, *OVER_TIME)],
    "late-prices": [(late_prices, *OVER_TIME)],
    "rent-prices": [(rent_prices, *OVER_TIME)],
    "clause-log": [(clause_log, *OVER_TIME)],
}

def proven(instance, terms, certificate):
    """The bound on the internal value of a target, and the limits under which it holds. Raises Refused."""
    kind = as_map(certificate, "the certificate").get("kind")
    if instance.mode == "schedule":
        terms = [term for term in terms if term["objective"] != "migrations"] or terms
    if kind == "sum":
        bound, given = sum_of_parts(instance, terms, certificate)
    else:
        require(kind != "formulation", "it is a proof over a program, which this checker does not make")
        require(isinstance(kind, str) and kind in KINDS, "there is no such kind")
        ways = [check for check, modes, known in KINDS[kind] if instance.mode in modes and instance.shapes <= known]
        require(ways, "its formulas do not know this mode, or one of: " + ", ".join(instance.shapes))
        bound, given = ways[0](instance, terms, certificate)
    require(abs(bound) <= SAFE, "the bound is too large")
    return bound, given

def sum_of_parts(instance, terms, certificate):
    parts = as_list(as_map(certificate, "it", "kind parts").get("parts"), None, "parts")
    require(1 <= len(parts) <= len(terms), "parts are no list of some terms")
    seen, total = [], 0
    for part in parts:
        own = wholes(as_map(part, "a part", "terms certificate").get("terms"), None, 0, "terms")
        seen += own
        require(own and max(own) < len(terms) and len(set(seen)) == len(seen), "a term is none, or comes twice")
        inner = as_map(part.get("certificate"), "the certificate of a part")
        require(inner.get("kind") != "sum", "a part is a sum itself")
        bound, given = proven(instance, [terms[i] for i in own], inner)
        require(not given, "a part holds within limits only")
        total += bound
    require(never_negative(terms[i] for i in range(len(terms)) if i not in seen), "a term left out can be negative")
    return total, []

def never_negative(terms):
    return all(term["objective"] not in ("throughput", "utilization") for term in terms)

# ---- Files
def answer(instance, name, certificate):
    try:
        terms = next(target["terms"] for target in instance.form["objectives"] if target["name"] == name)
        bound, given = proven(instance, terms, certificate)
        return {"bound": bound, **({"given": given} if given else {})}
    except Refused as reason:
        return {"rejected": str(reason)}

def judge(instance, stated):
    """What is proven of an objective of a plan file, and whether that is all that is stated."""
    target = next((one for one in instance.form["objectives"] if one["name"] == stated["name"]), None)
    told = stated.get("certified_exact", stated.get("bound_exact"))
    if told is None:
        return "no bound is stated", True
    if target is None:
        return "is not among the objectives of the instance", False
    if "certificate" not in stated:
        if never_negative(target["terms"]) and told <= 0:
            return "bound %d, never negative" % told, True
        return "bound %d is stated (%s) without a certificate" % (told, stated.get("proof")), False
    found = answer(instance, stated["name"], stated["certificate"])
    if "rejected" in found:
        return "bound %d is stated, and its certificate proves nothing: %s" % (told, found["rejected"]), False
    bound = -found["bound"] if target["sense"] == "max" else found["bound"]
    limits = ["%s of at most %d" % (one["objective"], one["at_most"]) for one in found.get("given", [])]
    among = " among plans with " + " and ".join(limits) if limits else ""
    text = "bound %d (%s) proven%s: %s" % (bound, bound / target["per_unit"], among, stated["certificate"]["kind"])
    others = {told, stated.get("bound_exact", told)} - {bound}
    return text + "".join("; %d is stated and not proven" % one for one in others), not others

def check_files(instance, plan):
    if "certificate" in plan:
        found = answer(instance, plan["target"], plan["certificate"])
        judged = [(plan["target"], json.dumps(found), "bound" in found)]
    elif plan.get("instance_hash") != instance.form["instance_hash"]:
        judged = [("the plan", "is of another instance", False)]
    else:
        judged = [(stated["name"], *judge(instance, stated)) for stated in plan["objectives"]]
    for name, text, _ in judged:
        print("%s: %s" % (name, text))
    return 0 if all(holds for _, _, holds in judged) else 1

def main(words):
    sys.setrecursionlimit(20_000)
    for asked in map(json.loads, sys.stdin) if words == ["--lines"] else ():
        if "instance" in asked:
            instance = Instance(asked["instance"])
        else:
            print(json.dumps(answer(instance, asked["target"], asked["certificate"])))
    if words == ["--lines"]:
        return 0
    if len(words) != 2:
        sys.stderr.write(__doc__)
        return 2
    with open(words[0], encoding="utf-8") as form, open(words[1], encoding="utf-8") as plan:
        return check_files(Instance(json.load(form)), json.load(plan))

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
