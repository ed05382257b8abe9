using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.FollowUps;

/// <summary>Changes the last plan by what a follow-up says: "only mobile", "and by city", "same for last week", "top 3 only", "undo".</summary>
internal sealed class PlanPatch(SemanticCatalogue catalogue)
{
    private readonly PlacePatch _places = new(catalogue);

    public QueryPlan? Apply(QueryPlan last, PlanningContext context, Sentence sentence, Draft draft)
    {
        if (sentence.UseAll("undo"))
        {
            if (draft.Ranking is not null || draft.Groups.Count > 0 || draft.Dimensions.Count > 0 || draft.Measures.Count > 0)
            {
                draft.Ask("One step back at a time: say just \"undo\", or ask the whole question again.");
                return null;
            }
            if (context.Earlier.Count > 1) return context.Earlier[^2];
            draft.Ask("There is nothing to go back to: this is the first answer of the session.");
            return null;
        }
        if (draft.Question is not null) return null;
        if (FollowUp.IsJustNow(sentence)) draft.Now = false;
        var replace = sentence.UseAll("instead");
        var add = sentence.UseAll("also") || sentence.Words[0].Plain is "plus";
        sentence.UseAll("same", "only");
        if (sentence.Is(0, "change") && sentence[0]!.Text == "change") sentence.Use(0);
        Rows(sentence, draft, last);
        var plan = last;
        // "Which ones?": the groups that were counted.
        if (plan.Analysis == Analysis.GroupCount && sentence.UseAll("which", "list")) plan = plan with { Analysis = Analysis.Aggregate };
        if (sentence.UseAll("reset")) plan = plan with { Filters = [] };
        plan = Measures(plan, sentence, draft, add);
        if (draft.Question is not null) return null;
        plan = Times(plan, sentence, draft, context.Now);
        plan = Filtered(plan, sentence, draft, add);
        plan = Grouped(plan, sentence, draft, replace);
        plan = Ranked(plan, draft, replace);
        foreach (var pending in draft.Pending)
        {
            if (plan.Measures.Count > 0 && ThresholdRule.Resolved(pending, catalogue.Measure(plan.Measures[0].Id)) is { } threshold) draft.Thresholds.Add(threshold);
            else draft.Ask("What is the limit for?");
        }
        // A limit takes the place of the one that its measure had; those of others stay.
        if (PlanMaker.Thresholds(draft, plan.Measures) is { Count: > 0 } limits)
            plan = plan with { Thresholds = [.. plan.Thresholds.Where(old => limits.All(limit => limit.Measure != old.Measure)), .. limits] };
        if (sentence.Zone is { } zone) plan = plan with { Zone = zone };
        if (draft.Analysis == Analysis.Share && plan.Analysis == Analysis.Aggregate) plan = plan with { Analysis = Analysis.Share, Part = [.. draft.Part] };
        if (draft.Analysis == Analysis.Anomaly && plan.Analysis == Analysis.Aggregate) plan = plan with { Analysis = Analysis.Anomaly, Grain = plan.Grain ?? new PlanGrain("hour"), Order = null, Limit = null };
        return plan;
    }

    // "limit to 5", "show 3": a bare number is a number of rows.
    private static void Rows(Sentence sentence, Draft draft, QueryPlan last)
    {
        if (draft.Ranking is not null || last.Dimensions.Count == 0 || sentence.Count > 3) return;
        foreach (var i in sentence.Free<QuantityToken>())
        {
            if (sentence[i] is not QuantityToken { Unit: null, Value: >= 1 and <= 1000 } quantity || quantity.Value % 1 != 0) continue;
            sentence.Use(i);
            draft.Ranking = new Ranking(last.Order is { Descending: false } ? "least" : "most", (int)quantity.Value, true, "top");
        }
    }

    private QueryPlan Measures(QueryPlan plan, Sentence sentence, Draft draft, bool add)
    {
        var ambiguous = Coverage.Left(sentence).OfType<AmbiguousToken>().FirstOrDefault();
        if (ambiguous is not null)
        {
            Ambiguity.Ask(draft, ambiguous, catalogue);
            return plan;
        }
        // "swap start-up time for bandwidth": the one that is there goes.
        if (draft.Measures.Count == 2 && draft.Measures.Any(measure => plan.Measures.Any(old => old.Id == measure.Id)) && !add) draft.Measures.RemoveAll(measure => plan.Measures.Any(old => old.Id == measure.Id));
        // "only those with more than 150 sessions" adds what it limits.
        if (draft.Measures.Count > 0 && draft.Measures.TrueForAll(measure => draft.Limited.Contains(measure.Id)))
            return plan with { Measures = [.. plan.Measures, .. draft.Measures.Where(measure => plan.Measures.All(old => old.Id != measure.Id))] };
        if (draft.Measures.Count > 0)
        {
            var measures = draft.Measures.Select(measure => catalogue.Measure(measure.Id) is { IsStatistic: true } found && measure.Statistic is null ? measure with { Statistic = found.Statistic } : measure).ToList();
            if (plan.Measures is [{ Id: "active_viewers" }] && plan.Time is null && measures.Any(measure => !catalogue.Measure(measure.Id).Live)) plan = plan with { Time = PlanMaker.DefaultPeriod(DateTimeOffset.MaxValue) with { From = null } };
            if (plan.Analysis == Analysis.Share && measures.Any(measure => measure.Per is not null || catalogue.Measure(measure.Id) is { Count: false, Additive: false })) plan = plan with { Analysis = Analysis.Aggregate, Part = [], Filters = [.. plan.Filters, .. plan.Part] };
            return plan with { Measures = add ? [.. plan.Measures.Concat(measures).Distinct()] : measures, Thresholds = [], Analysis = plan.Analysis == Analysis.Correlation && measures.Count != 2 ? Analysis.Aggregate : plan.Analysis };
        }
        // "what's the total?": without the groups.
        if (draft.Statistic == "sum" && plan.Measures.Count == 1 && catalogue.Measure(plan.Measures[0].Id) is { IsStatistic: false } && draft.Dimensions.Count == 0) return plan with { Dimensions = [], Grain = null, Order = null, Limit = null, Thresholds = [], Analysis = plan.Analysis == Analysis.Share && plan.Part.Count == 0 ? Analysis.Aggregate : plan.Analysis };
        if (draft.Statistic is { } statistic && plan.Measures.Count == 1)
        {
            if (catalogue.Measure(plan.Measures[0].Id).IsStatistic) return plan with { Measures = [plan.Measures[0] with { Statistic = MeasureRule.Named(statistic) }] };
            if (statistic is not ("sum" or "avg")) draft.Ask($"There is no {statistic} of {catalogue.Measure(plan.Measures[0].Id).Name.ToLowerInvariant()}. Which measure is meant?", new Choice("Start-up time", null, "startup time"), new Choice("Bandwidth", null, "bandwidth"), new Choice("Watch duration", null, "watch duration"));
        }
        return plan;
    }

    private static QueryPlan Times(QueryPlan plan, Sentence sentence, Draft draft, DateTimeOffset now)
    {
        if (plan.Time is null) return plan;
        // "Drop the TV filter" takes something away; nothing has dropped.
        var dropping = sentence.Is(0, "change") && sentence[0]!.Text == "drop" && sentence.All("change").Count() == 1;
        var comparing = sentence.UseAll("versus", "compare", "than") | (sentence.UseAll("change") && !dropping);
        var main = Spec(plan.Time, now);
        if (draft.Time?.Period is { } period && draft.Second is null)
        {
            if (comparing || (draft.Same && draft.Before is null)) return plan with { CompareWith = [ComparedPeriods.Named(main, draft.Time, draft.Same, now, draft.SameDay)], Order = null, Limit = null, Thresholds = [] };
            // "The day before that" of yesterday, "the previous week" of last week: told from what is shown.
            if (draft.Time is { IsRelative: true } relative && (relative.Unit == main.Unit || relative.Words.EndsWith("that", StringComparison.Ordinal) || relative.Words.EndsWith("it", StringComparison.Ordinal)) && ComparedPeriods.Before(main, relative, false, now) is { } told) return plan with { Time = told, CompareWith = [] };
            if (draft.Before is null) return plan with { Time = period, CompareWith = [] };
        }
        if (draft.Before is { Count: < 0 } after && ComparedPeriods.Before(main, after, draft.Same, now) is null)
            draft.Ask("That time lies in the future. Which period of the past is meant?", new Choice("Last 7 days", after.Words, "last 7 days"), new Choice("Today", after.Words, "today"));
        if (draft.Time?.Period is { } first && draft.CompareWith.Count > 0) return plan with { Time = first, CompareWith = [.. draft.CompareWith] };
        if (draft.Before is { } before && ComparedPeriods.Before(main, before, draft.Same, now, draft.SameDay) is { } earlier)
            return comparing ? plan with { CompareWith = [earlier], Order = null, Limit = null, Thresholds = [] } : plan with { Time = earlier, CompareWith = [] };
        return plan;
    }

    /// <summary>The calendar unit of a plan's period, told by its ends.</summary>
    private static TimeSpec Spec(PlanPeriod period, DateTimeOffset now)
    {
        var length = (period.To ?? now) - (period.From ?? now);
        var open = period.To is null;
        var monday = period.From is { } from && from.UtcDateTime.DayOfWeek == DayOfWeek.Monday;
        var unit = period.Rolling || period.From is null ? "rolling"
            : open && length.TotalDays <= 1 && !period.Words.Contains("since", StringComparison.Ordinal) ? "day"
            : !open && Math.Abs(length.TotalDays - 1) < 0.06 ? "day"
            : monday && (open ? length.TotalDays <= 7 : Math.Abs(length.TotalDays - 7) < 0.06) ? "week"
            : period.From!.Value.Day == 1 && length.TotalDays is > 7 and < 32 ? "month"
            : "range";
        return new TimeSpec(TimeKind.Period, period.Words) { Period = period, Unit = unit };
    }

    private QueryPlan Filtered(QueryPlan plan, Sentence sentence, Draft draft, bool add)
    {
        var filters = plan.Filters.ToList();
        if (sentence.Has("worldwide") && draft.Groups.Count == 0 && draft.Measures.Count == 0)
        {
            var all = sentence.Tokens.OfType<KeywordToken>().First(token => token.Role == "worldwide").Text;
            filters.RemoveAll(filter => all.Contains("device", StringComparison.Ordinal) ? filter.Dimension is "device_type" or "device_os" : catalogue.Dimension(filter.Dimension).Place > 0 || !all.Contains("countr", StringComparison.Ordinal));
        }
        foreach (var filter in draft.Filters)
        {
            // "Drop the TV filter": the rest is wanted again, and TV as well.
            if (filter.Operator == FilterOperator.NotIn && sentence.Has("filter")) filters.RemoveAll(other => other.Dimension == filter.Dimension && !other.Values.Except(filter.Values).Any());
            else if (filter.Operator == FilterOperator.NotIn)
            {
                var known = filters.Find(other => other.Dimension == filter.Dimension && other.Operator == FilterOperator.NotIn);
                filters.Remove(known!);
                filters.Add(known is null ? filter : filter with { Values = [.. known.Values.Union(filter.Values)] });
                // "remove Spain" after "only Spain": nothing would be left of both.
                filters.RemoveAll(other => other.Dimension == filter.Dimension && other.Operator == FilterOperator.In && !other.Values.Except(filter.Values).Any());
                // "viewers on TV and web", then "without web": what was asked for, less that.
                if (filters.Find(other => other.Dimension == filter.Dimension && other.Operator == FilterOperator.In) is { } wanted && wanted.Values.Except(filter.Values).Any())
                {
                    filters.RemoveAll(other => other.Dimension == filter.Dimension);
                    filters.Add(wanted with { Values = [.. wanted.Values.Except(filter.Values)] });
                }
            }
            else
            {
                filters.RemoveAll(other => other.Dimension == filter.Dimension);
                filters.Add(filter);
            }
        }
        foreach (var group in draft.Groups)
        {
            if (plan.Analysis == Analysis.Share && plan.Part.Any(part => part.Dimension == group.Dimension))
            {
                plan = plan with { Part = [.. plan.Part.Select(part => part.Dimension == group.Dimension ? part with { Values = [.. group.Values] } : part)] };
                continue;
            }
            var known = filters.Find(other => other.Dimension == group.Dimension && other.Operator == FilterOperator.In);
            if (catalogue.Dimension(group.Dimension).Place > 0 && !add) _places.Remove(filters, group, sentence.Words[0].Plain is "what" or "how" or "and" or "same");
            filters.RemoveAll(other => other.Dimension == group.Dimension);
            filters.Add(new PlanFilter(group.Dimension, FilterOperator.In, [.. add && known is not null ? known.Values.Union(group.Values) : group.Values]));
            if (draft.Compare && group.Values.Count > 1 && !plan.Dimensions.Contains(group.Dimension)) plan = plan with { Dimensions = [.. plan.Dimensions, group.Dimension] };
        }
        sentence.UseAll("or", "versus", "compare");
        return plan with { Filters = filters };
    }

    private static QueryPlan Grouped(QueryPlan plan, Sentence sentence, Draft draft, bool replace)
    {
        // "without the country breakdown", "no grouping"
        var removed = sentence.All("not").Where(sentence.IsFree).ToList();
        // "remove the device filter": what was asked for of that dimension, and of what is part of it.
        if (sentence.Is(0, "change") && sentence[0]!.Text == "drop") removed.Add(0);
        if (removed.Count == 1 && draft.Dimensions.Count > 0 && sentence.Has("filter"))
        {
            sentence.Use(removed[0]);
            sentence.UseAll("filter");
            return plan with { Filters = [.. plan.Filters.Where(filter => !draft.Dimensions.Contains(filter.Dimension) && !(filter.Dimension == "device_os" && draft.Dimensions.Contains("device_type")))] };
        }
        if (removed.Count == 1 && draft.Groups.Count == 0 && draft.Filters.Count == 0 && (draft.Distribution || draft.Dimensions.Any(plan.Dimensions.Contains)))
        {
            sentence.Use(removed[0]);
            sentence.UseAll("distribution");
            return plan with { Dimensions = draft.Dimensions.Count == 0 ? [] : [.. plan.Dimensions.Except(draft.Dimensions)], Order = null, Limit = null, Analysis = plan.Analysis == Analysis.Share && plan.Part.Count == 0 ? Analysis.Aggregate : plan.Analysis };
        }
        // "by genre rather than country": the one that is there goes.
        if (replace && draft.Dimensions.Count > 1 && draft.Dimensions.Any(dimension => !plan.Dimensions.Contains(dimension)))
        {
            var gone = draft.Dimensions.Where(plan.Dimensions.Contains).ToList();
            if (gone.Count > 0) return plan with { Dimensions = [.. plan.Dimensions.Except(gone), .. draft.Dimensions.Except(gone)] };
        }
        var dimensions = draft.Dimensions.Where(dimension => !plan.Dimensions.Contains(dimension) || replace).ToList();
        if (draft.Groups.Count > 0 && draft.Compare) dimensions.RemoveAll(dimension => draft.Groups.Any(group => group.Dimension == dimension) && plan.Dimensions.Contains(dimension));
        if (dimensions.Count > 0)
        {
            // "break that down by state" and "and by city" divide further; "by device instead" and "what about by device" start anew.
            var further = !replace && !sentence.Has("same") && sentence.Words[0].Plain is not ("what" or "how" or "same" or "now" or "show");
            plan = further ? plan with { Dimensions = [.. plan.Dimensions.Concat(dimensions).Distinct()] } : plan with { Dimensions = dimensions, Grain = replace && draft.Grain is null && draft.Dimensions.Count > 0 && plan.Dimensions.Count == 0 ? null : plan.Grain };
            if (plan.Limit is not null && further && plan.Dimensions.Count > 1) plan = plan with { Limit = null };
        }
        // "now the top 5 cities" names what is ranked anew.
        if (draft.Ranking is not null && draft.Listed && draft.Dimensions.Count > 0) plan = plan with { Dimensions = [.. draft.Dimensions], Grain = draft.Grain };
        if (draft.Trend && draft.Grain is null && plan.Time is not null) draft.Grain = new PlanGrain(plan.Time.Words.Contains("day", StringComparison.Ordinal) && !plan.Time.Words.Contains("days", StringComparison.Ordinal) ? "hour" : "day");
        if (draft.Grain is { } grain)
        {
            plan = plan with { Grain = grain };
            if (replace && plan.Dimensions.Count > 0 && plan.Analysis == Analysis.Aggregate && draft.Dimensions.Count == 0 && plan.CompareWith.Count == 0 && plan == plan with { Grain = grain } && !plan.Dimensions.Any()) plan = plan with { Dimensions = [] };
            if (plan.Limit is not null) plan = plan with { Limit = null, Order = null };
        }
        sentence.UseAll("distribution");
        return plan;
    }

    private QueryPlan Ranked(QueryPlan plan, Draft draft, bool replace)
    {
        var measure = plan.Measures.Count > 0 ? catalogue.Measure(plan.Measures[0].Id) : null;
        if (draft.Ranking is { } ranking && measure is not null)
            return plan with { Order = new PlanOrder(PlanMaker.Descends(ranking, measure)), Limit = ranking.Count ?? (draft.Sort || (replace && plan.Limit is not null) ? plan.Limit : ranking.Plural ? plan.Limit ?? 10 : plan.Dimensions.Count > 0 ? 1 : plan.Limit) };
        if (draft.Reverse) return plan with { Order = new PlanOrder(plan.Order is { Descending: false }) };
        return draft.Sort ? plan with { Order = new PlanOrder(true) } : plan;
    }
}
