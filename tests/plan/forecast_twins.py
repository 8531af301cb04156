"""The forecasting models' slow, obvious twins: one product, one list, plain loops, learnt anew from each origin."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean, median

from jxc_xl.plan import seasonal, smoothing

WARM_UP = 4

Demand = Sequence[float]
Twin = Callable[[Demand, int], list[float]]


def seen(demand: Demand) -> list[float]:
    return [value for value in demand if not math.isnan(value)]


def last(demand: Demand, periods: int) -> float:
    values = seen(demand)[-periods:]
    return fmean(values) if values else 0.0


def moving(periods: int) -> Twin:
    return lambda demand, horizon: [last(demand, periods)] * horizon


def least(tried: Sequence[tuple[float, list[float]]]) -> list[float]:
    """Return the forecast with the least error, of equals the first."""
    return min(tried, key=lambda one: one[0])[1]


def weight(alpha: float, nth: int) -> float:
    return max(alpha, 1 / (nth + 1))


def ses(demand: Demand, horizon: int) -> list[float]:
    values, tried = seen(demand), []
    for alpha in smoothing.ALPHAS.tolist():
        level = error = 0.0
        for nth, value in enumerate(values):
            error += (value - level) ** 2 if nth >= WARM_UP else 0.0
            level += weight(alpha, nth) * (value - level)
        tried.append((error, [level] * horizon))
    return least(tried)


def holt(demand: Demand, horizon: int) -> list[float]:
    values, tried = seen(demand), []
    phi = smoothing.PHI
    for alpha, beta in zip(smoothing.TREND.alpha.tolist(), smoothing.TREND.beta.tolist(), strict=True):
        level = trend = error = 0.0
        for nth, value in enumerate(values):
            expected = level + phi * trend
            error += (value - expected) ** 2 if nth >= WARM_UP else 0.0
            before, level = level, expected + weight(alpha, nth) * (value - expected)
            trend = beta * (level - before) + (1 - beta) * phi * trend if nth else 0.0
        tried.append((error, carried(level, trend, horizon)))
    return least(tried)


def carried(level: float, trend: float, horizon: int) -> list[float]:
    ahead = []
    for _ in range(horizon):
        trend *= smoothing.PHI
        level += trend
        ahead.append(level)
    return ahead


def croston(demand: Demand, horizon: int) -> list[float]:
    return crostons(demand, horizon, is_corrected=False)


def sba(demand: Demand, horizon: int) -> list[float]:
    return crostons(demand, horizon, is_corrected=True)


def crostons(demand: Demand, horizon: int, *, is_corrected: bool) -> list[float]:
    values, tried = seen(demand), []
    for alpha in smoothing.ALPHAS.tolist():
        size, interval, since, error = 0.0, 1.0, 1.0, 0.0
        factor = 1 - alpha / 2 if is_corrected else 1.0
        for nth, value in enumerate(values):
            error += (value - factor * size / interval) ** 2 if nth >= WARM_UP else 0.0
            if value == 0:
                since += 1
                continue
            weight = alpha if size else 1.0
            size += weight * (value - size)
            interval += weight * (since - interval)
            since = 1.0
        tried.append((error, [factor * size / interval] * horizon))
    return least(tried)


def tsb(demand: Demand, horizon: int) -> list[float]:
    values, tried = seen(demand), []
    for alpha in smoothing.ALPHAS.tolist():
        size = chance = error = 0.0
        for nth, value in enumerate(values):
            error += (value - size * chance) ** 2 if nth >= WARM_UP else 0.0
            if value > 0:
                size += (alpha if size else 1.0) * (value - size)
            chance += weight(alpha, nth) * ((value > 0) - chance)
        tried.append((error, [size * chance] * horizon))
    return least(tried)


def default(demand: Demand, horizon: int) -> list[float]:
    return [max(median(model(demand, 1)[0] for model in (ses, sba, tsb, moving(8), moving(4))), 0.0)] * horizon


def listed(demand: Demand) -> int:
    return next((at for at, value in enumerate(demand) if not math.isnan(value)), len(demand))


def seasonal_naive(cycle: int) -> Twin:
    def forecast(demand: Demand, horizon: int) -> list[float]:
        if len(demand) - listed(demand) < 2 * cycle:
            return [math.nan] * horizon
        ahead = []
        for period in range(len(demand), len(demand) + horizon):
            years = [demand[at] for at in range(period % cycle, len(demand), cycle) if not math.isnan(demand[at])]
            ahead.append(years[-1] if years else last(demand, cycle))
        return ahead

    return forecast


def holt_winters(cycle: int, *, is_product: bool) -> Twin:
    def forecast(demand: Demand, horizon: int) -> list[float]:
        values = list(demand[listed(demand) :])
        if len(values) < 2 * cycle or (is_product and min(seen(values)) <= 0):
            return [math.nan] * horizon
        grid = zip(*(part.tolist() for part in seasonal.GRID), strict=True)
        return least([season_run(values, cycle, horizon, weights, is_product=is_product) for weights in grid])

    return forecast


def season_start(values: Demand, cycle: int, *, is_product: bool) -> tuple[float, float, list[float]]:
    both = seen([values[at + cycle] - values[at] for at in range(cycle)])
    steepest = 0.8 * fmean(seen(values[: 2 * cycle]))
    trend = min(max(fmean(both) if both else 0.0, -steepest), steepest) / cycle
    line = [trend * (at - (cycle - 1) / 2) for at in range(2 * cycle)]
    middle = fmean(seen([values[at] - line[at] for at in range(2 * cycle)]))
    seasons = []
    for place in range(cycle):
        years = [at for at in (place, place + cycle) if not math.isnan(values[at])]
        found = [apart(values[at], middle + line[at], is_product=is_product) for at in years]
        seasons.append(fmean(found) if found else float(is_product))
    return middle - trend * (cycle + 1) / 2, trend, seasons


def apart(value: float, base: float, *, is_product: bool) -> float:
    if not is_product:
        return value - base
    return value / base if base > 0 else 1.0


def season_run(
    values: Demand, cycle: int, horizon: int, weights: tuple[float, float, float], *, is_product: bool
) -> tuple[float, list[float]]:
    alpha, beta, gamma = weights
    level, trend, seasons = season_start(values, cycle, is_product=is_product)
    error, count = 0.0, 0
    for at, value in enumerate(values):
        if math.isnan(value):
            continue
        base, season = level + smoothing.PHI * trend, seasons[at % cycle]
        count += 1
        error += (value - (base * season if is_product else base + season)) ** 2 if count > WARM_UP else 0.0
        before = level
        level = alpha * (value / season if is_product else value - season) + (1 - alpha) * base
        trend = beta * (level - before) + (1 - beta) * smoothing.PHI * trend
        seasons[at % cycle] = gamma * apart(value, base, is_product=is_product) + (1 - gamma) * season
    ahead = carried(level, trend, horizon)
    coming = [seasons[(len(values) + at) % cycle] for at in range(horizon)]
    return error, [one * season if is_product else one + season for one, season in zip(ahead, coming, strict=True)]
