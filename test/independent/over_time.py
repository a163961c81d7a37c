"""The kinds over time of docs/certificates.md, for check.py."""
from collections import namedtuple
from fractions import Fraction
from math import ceil, gcd

from reading import INFINITE, as_list, as_map, factor_of, lifted, over, require, whole, wholes

Measure = namedtuple("Measure", "shared size amount speaks_of")

def measure_of(instance, item):
    """What `of` and `parts` name: shared or not, size by resource entry, amount of a piece, entries it speaks of."""
    of, R, rules = item.get("of"), instance.R, instance.form["schedule"]
    if isinstance(of, str):
        require("parts" not in item, "only dimensions have parts")
        if of in ("exclusive", "company"):
            return Measure(False, [1 for _ in R], lambda t, r: 1, rules["exclusive_resources"])
        limit = next((one for one in rules["limits"] if of == "limit " + one["name"]), None)
        require(limit is not None, "a measure is of nothing known")
        return Measure(True, [limit["capacity"] for _ in R], lambda t, r: limit["usage"][t][r], [1 for _ in R])
    d = whole(of, 0, "of")
    require(d < len(instance.D), "a measure is of no dimension")
    size = [row[d] for row in instance.capacity]
    def amount(t, r):
        alone = rules["exclusive_tasks"][t] or rules["exclusive_resources"][r]
        return size[r] if alone else instance.demand[t][r][d]
    if "parts" not in item:
        return Measure(False, size, amount, [1 for _ in R])
    k = whole(item["parts"], 1, "parts")
    require(k <= 1000, "a measure has more than 1000 parts")
    big = lambda t, r: max(0, over((k + 1) * amount(t, r), size[r]) - 1) if size[r] else 0
    return Measure(False, [k for _ in R], big, [1 for _ in R])

class Measures:
    """Each as price by resource entry, and what is measured."""
    def __init__(self, instance, value):
        self.instance = instance
        require(1 <= len(as_list(value, None, "measures")) <= 200, "measures are no list of 1 to 200")
        self.all = [self.read(as_map(item, "a measure", "of parts price")) for item in value]
    def read(self, item):
        measure, R = measure_of(self.instance, item), len(self.instance.R)
        price = wholes(item.get("price"), 1 if measure.shared else R, 0, "price") * (R if measure.shared else 1)
        known = all(one == 0 or speaks for one, speaks in zip(price, measure.speaks_of))
        require(known, "a resource has a price that the measure does not speak of")
        return price, measure.shared, measure.size, measure.amount
    def rate(self, t, r):
        return sum(price[r] * amount(t, r) for price, _, _, amount in self.all if price[r])
    def offer(self, time, of_limits):
        """What all copies have in time[r] ms each, and all limits in `of_limits` ms."""
        total = 0
        for price, shared, size, _ in self.all:
            each = (price[r] * self.instance.copies[r] * size[r] * time[r] for r in self.instance.R)
            total += price[0] * size[0] * of_limits if shared else sum(each)
        return total
    def between(self, a, b):
        time = []
        for r, shut in enumerate(self.instance.form["schedule"]["maintenance"]):
            begin, end = max(a, self.instance.begin[r]), min(b, self.instance.until[r])
            time.append(max(0, end - begin) - sum(overlap(x, y, begin, max(begin, end)) for x, y in shut))
        return self.offer(time, b - a)

def overlap(start, end, a, b):
    return max(0, min(end, b) - max(start, a))

def counts(instance, term, t):
    return term.get("priority", instance.tasks[t]["priority"]) == instance.tasks[t]["priority"]

def latest(instance, t, r):
    return min(instance.tasks[t].get("deadline", INFINITE), instance.until[r])

def critical_path(instance, terms, certificate):
    as_map(certificate, "it", "kind")
    ends = ("completion-time", "weighted-completion", "weighted-tardiness", "late-tasks")
    factor = factor_of(terms, "makespan", "throughput", "utilization", *ends)
    (term,), count, head = terms, instance.count, instance.head
    for t in instance.sure:
        require(head[t] + instance.tail[t] < INFINITE and instance.places[t], "a task has no place")
    def value(t):
        end, weight = head[t] + instance.least[t], instance.tasks[t]["weight"]
        late = max(0, end - instance.tasks[t].get("due", INFINITE))
        return dict(zip(ends, (instance.least[t], weight * end, weight * late, weight * (late > 0))))[term["objective"]]
    def gained(t):
        most, task = 0, instance.tasks[t]
        for r in instance.places[t]:
            end = max(head[t], instance.begin[r]) + instance.runtime[t][r]
            if instance.form["pinned"] > 0 or end <= latest(instance, t, r):
                used = instance.workers[t] * instance.demand[t][r][term["dimension"]] if "dimension" in term else 0
                most = max(most, task["gain"] if term["objective"] == "throughput" else used)
        return most
    if term["objective"] == "makespan":
        return factor * max((head[t] + instance.tail[t] for t in instance.sure), default=0), []
    if term["objective"] in ends:
        return factor * sum(count[t] * value(t) for t in instance.sure if counts(instance, term, t)), []
    return -factor * sum(count[t] * gained(t) for t in instance.T if counts(instance, term, t)), []

def energy_prices(instance, terms, certificate):
    as_map(certificate, "it", "kind refuted from until measures")
    factor = factor_of(terms, "makespan")
    refuted, a, b = (whole(certificate.get(key), 0, key) for key in ("refuted", "from", "until"))
    require(a < b <= refuted, "its time is not within the refuted makespan")
    measures, needed = Measures(instance, certificate.get("measures")), 0
    for t in instance.sure:
        parts = []
        for r in instance.places[t]:
            p = instance.runtime[t][r]
            start = max(instance.head[t], instance.tasks[t]["release"], instance.begin[r])
            end = min(refuted - (instance.tail[t] - instance.least[t]), latest(instance, t, r))
            if start + p <= end:
                inside = min(overlap(start, start + p, a, b), overlap(end - p, end, a, b))
                parts.append(measures.rate(t, r) * inside)
        needed += instance.count[t] * instance.workers[t] * min(parts) if parts else INFINITE
    require(needed > measures.between(a, b), "what must run does not exceed what there is")
    return factor * lifted(refuted + 1, instance.grid), []

def busy_prices(instance, terms, certificate):
    as_map(certificate, "it", "kind measures slope")
    factor, (term,) = factor_of(terms, "weighted-completion", "weighted-tardiness"), terms
    is_late, tasks = term["objective"] == "weighted-tardiness", instance.tasks
    measures = Measures(instance, certificate.get("measures"))
    slope = wholes(certificate.get("slope"), len(instance.T), 0, "slope")
    Q = measures.offer([1 for _ in instance.R], 1)
    require(Q > 0, "the prices weigh nothing")
    total, waiting = 0, []
    for t, task in enumerate(tasks):
        if slope[t] == 0:
            continue
        may = instance.must[t] and counts(instance, term, t) and (not is_late or "due" in task)
        require(may and slope[t] <= task["weight"], "a slope is too steep")
        require(instance.places[t] and instance.head[t] < INFINITE, "a task has no place")
        each = min(measures.rate(t, r) * instance.runtime[t][r] for r in instance.places[t])
        work = instance.workers[t] * each
        ends = instance.least[t] - (2 * task["due"] if is_late else 0) + (0 if work else 2 * instance.head[t])
        total += Q * instance.count[t] * slope[t] * ends
        if work > 0:
            waiting.append([instance.head[t] * Q, t, Fraction(slope[t], work), instance.count[t] * work, 0])
    total += mean_busy(sorted(waiting))
    grid = gcd(instance.grid, *(task.get("due", 0) for task in tasks)) if is_late else instance.grid
    step = max(1, grid * max(1, gcd(*(task["weight"] for task in tasks))))
    return factor * lifted(max(0, over(total, 2 * Q)), step), []

def mean_busy(waiting):
    """One machine, the largest slope / work first, interrupted by what comes: sum of floor(slope x busy / work)."""
    clock, total, come = 0, 0, []
    while waiting or come:
        if not come:
            clock = max(clock, waiting[0][0])
        while waiting and waiting[0][0] <= clock:
            come.append(waiting.pop(0))
        first = max(come, key=lambda one: one[2])
        done = min(first[3], waiting[0][0] - clock) if waiting else first[3]
        first[3] -= done
        first[4] += done * (2 * clock + done)
        clock += done
        if first[3] == 0:
            total += int(first[2] * first[4])
            come.remove(first)
    return total

def late_prices(instance, terms, certificate):
    as_map(certificate, "it", "kind at measures")
    factor, at = factor_of(terms, "late-tasks"), whole(certificate.get("at"), 0, "at")
    measures = Measures(instance, certificate["measures"]) if "measures" in certificate else None
    late, able = 0, []
    for t in (t for t in instance.sure if "due" in instance.tasks[t] and counts(instance, terms[0], t)):
        task, works = instance.tasks[t], []
        for r in instance.places[t]:
            start = max(instance.head[t], task["release"], instance.begin[r])
            if start + instance.runtime[t][r] <= task["due"]:
                rate = measures.rate(t, r) if measures else 0
                works.append(instance.count[t] * instance.workers[t] * rate * instance.runtime[t][r])
        weight = instance.count[t] * task["weight"]
        if not works or instance.head[t] + instance.least[t] > task["due"]:
            late += weight
        elif task["due"] <= at and min(works) > 0:
            able.append((Fraction(weight, min(works)), min(works)))
    excess = sum(work for _, work in able) - measures.between(0, at) if at > 0 and measures else 0
    for ratio, work in sorted(able):
        part = max(0, min(excess, work))
        late += ceil(ratio * part)
        excess -= part
    return factor * late, []

def rent_prices(instance, terms, certificate):
    as_map(certificate, "it", "kind denominator measures")
    factor, is_cost = factor_of(terms, "cost", "energy"), terms[0]["objective"] == "cost"
    S, H = whole(certificate.get("denominator"), 1, "denominator"), 3_600_000 if is_cost else 1000
    measures = Measures(instance, certificate.get("measures"))
    require(not any(shared and any(price) for price, shared, _, _ in measures.all), "a limit has a price")
    for r, resource in enumerate(instance.resources):
        full = sum(price[r] * size[r] for price, _, size, _ in measures.all)
        paid = resource["price_per_hour"] if is_cost else resource.get("power", 0)
        require(full <= S * paid, "a full copy pays more than its price")
    pieces, total = {t: instance.count[t] * instance.workers[t] for t in instance.sure}, 0
    for t in instance.sure:
        require(instance.places[t], "a task has no place")
        own = instance.tasks[t]["cost"] if is_cost else [0 for _ in instance.R]
        each = (measures.rate(t, r) * instance.runtime[t][r] + S * H * own[r] for r in instance.places[t])
        total += pieces[t] * min(each)
    rounded = min(sum(instance.copies), sum(pieces.values()))
    return factor * max(0, over(2 * total - rounded * S * H, 2 * S * H)), []
