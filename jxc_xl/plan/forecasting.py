"""预测 Forecast: what each product is expected to sell in the coming weeks, and how wrong such forecasts were of late.

The first week is the one that has begun: what is known ends with the last whole week. A product of which nothing can
be said has one line that says why.
"""

from __future__ import annotations

import pandas as pd

from jxc_xl import numbers
from jxc_xl.plan.candidates import Name
from jxc_xl.plan.demand import WEEK
from jxc_xl.plan.forecast import DEFAULT, Note
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.series import first_day, is_seen
from jxc_xl.plan.shown import rounded
from jxc_xl.post.bundles import made_of
from jxc_xl.report.facts import named
from jxc_xl.terms import Text

T = Text
QTY_SHOWN, RATE_SHOWN = 1, 4
"""Decimals of a forecast and of its error: more would feign knowledge."""
COLUMNS = ["sku", "name", "model", "period_on", "forecast_qty", "error", "naive_error", "remark"]
MODELS = {
    Name.MEDIAN: T("五种方法的中位数", "median of five methods"),
    Name.NAIVE: T("朴素（同上周）", "naive (as last week)"),
    Name.MA4: T("4 周移动平均", "moving average of 4 weeks"),
    Name.MA8: T("8 周移动平均", "moving average of 8 weeks"),
    Name.SES: T("简单指数平滑", "simple exponential smoothing"),
    Name.HOLT: T("趋势平滑（Holt，阻尼）", "damped trend (Holt)"),
    Name.CROSTON: T("间断需求（Croston）", "intermittent demand (Croston)"),
    Name.SBA: T("间断需求（SBA）", "intermittent demand (SBA)"),
    Name.TSB: T("间断需求（TSB）", "intermittent demand (TSB)"),
    Name.SEASONAL_NAIVE: T("同去年同周", "as in the same week last year"),
    Name.HOLT_WINTERS_ADDITIVE: T("季节平滑（Holt-Winters 加法）", "seasons added (Holt-Winters)"),
    Name.HOLT_WINTERS_MULTIPLICATIVE: T("季节平滑（Holt-Winters 乘法）", "seasons multiplied (Holt-Winters)"),
}
NOTES = {
    Note.TOO_SHORT: T(
        "历史不足：有货的只有 {weeks} 周，至少要 {fewest} 周",
        "not enough history: in stock in {weeks} weeks, at least {fewest} are needed",
    ),
    Note.NO_DEMAND: T("有货的各周都没有销售", "nothing was sold in any week in stock"),
    Note.EVENT_UNKNOWN: T(
        "将有活动，还没有它的历史，按平常预测", "an event is coming that nothing is known of yet: forecast as usual"
    ),
    Note.NOT_MEASURED: T(
        "历史太短或近来没有销售，误差无从衡量", "too little history or no sales of late to measure the error"
    ),
}
NEVER = T("还没有出入库记录", "nothing has moved yet")
NOTHING = T("", "")
NO_BETTER = T("近期误差大于朴素预测，仅供参考", "of late no better than the naive forecast: take it with care")


def forecasting(plan: Plan) -> pd.DataFrame:
    """Return one line for each active product and coming week, by product and week.

    A bundle that is split on sale has none: its components have.

    Returns:
        The columns of the sheet. ``forecast_qty`` is rounded half-up to one decimal; ``error`` and ``naive_error`` are
        all misses over all that was sold at past origins, of the model and of the naive one; blank where not known.
    """
    skus = plan.active[~plan.active.isin(list(made_of(plan.facts.book, "on_sale")))].sort_values()
    weeks = weekly_quantities(plan).reindex(skus)
    known = weeks.dropna().melt(var_name="week", value_name="forecast_qty", ignore_index=False)
    silent = pd.DataFrame({"week": 0, "forecast_qty": pd.NA}, index=weeks.index[weeks.isna().any(axis=1)])
    lines = pd.concat([known, silent.astype(known.dtypes.to_dict())]).rename_axis("sku").join(_heads(plan, skus))
    lines = lines.reset_index().sort_values(["sku", "week"], ignore_index=True)
    first = pd.Timestamp(first_day(plan.series, plan.series.demand.shape[1]))
    begins = (first + pd.to_timedelta(lines["week"] * WEEK, unit="D")).astype("datetime64[s]")
    found = lines.assign(
        name=named(plan.facts.book, lines["sku"]), period_on=begins.where(lines["forecast_qty"].notna())
    )
    return found[COLUMNS]


def weekly_quantities(plan: Plan) -> pd.DataFrame:
    """Return what each product is expected to sell in each coming week, as 预测 says it.

    Returns:
        By product that ever moved, one column a week, 0 the first: Int64, scaled, rounded half-up to one decimal; blank
        where there is no forecast.
    """
    values = plan.forecasts.values
    columns = {
        week: pd.array(rounded(values[:, week], QTY_SHOWN, numbers.QTY_DIGITS), dtype="Int64")
        for week in range(values.shape[1])
    }
    return pd.DataFrame(columns, index=plan.weeks.skus)


def _heads(plan: Plan, skus: pd.Index) -> pd.DataFrame:
    """Return by product what is the same in all weeks: model, errors, remark."""
    found, lang = plan.forecasts, plan.facts.book.lang
    seen = is_seen(plan.series.demand).sum(axis=1).tolist()
    remarks = [_remark(*one) for one in zip(found.notes, seen, found.error, found.naive_error, strict=True)]
    heads = pd.DataFrame(
        {
            "model": pd.array([MODELS[Name(name)].said(lang) if name else "" for name in found.names], dtype="str"),
            "error": pd.array(rounded(found.error, RATE_SHOWN, numbers.RATE_DIGITS), dtype="Int64"),
            "naive_error": pd.array(rounded(found.naive_error, RATE_SHOWN, numbers.RATE_DIGITS), dtype="Int64"),
            "remark": pd.array([text.said(lang) for text in remarks], dtype="str"),
        },
        index=plan.weeks.skus,
    )
    return heads.reindex(skus).fillna({"model": "", "remark": NEVER.said(lang)})


def _remark(note: str, seen: int, error: float, naive_error: float) -> Text:
    """Return what there is to say of a forecast."""
    if note == Note.NONE:
        return NO_BETTER if error > naive_error else NOTHING
    facts = {"weeks": seen, "fewest": DEFAULT.fewest_seen}
    words = NOTES[Note(note)]
    return T(words.zh.format(**facts), words.en.format(**facts))
