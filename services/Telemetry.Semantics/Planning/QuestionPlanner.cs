using Telemetry.Semantics.Answers;
using Telemetry.Semantics.Board;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.FollowUps;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Language;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Refusals;
using Telemetry.Semantics.Sql;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Planning;

/// <summary>
/// The way from a question to an answer that can be run: words → tokens → what the rules understand → coverage → plan → checks →
/// SQL and the reading in words. Each step is a class of its own; this one is their order.
/// </summary>
internal sealed class QuestionPlanner(SemanticCatalogue catalogue, IValueIndex values) : IQuestionPlanner
{
    private const int LongestQuestion = 2000;
    private const int MostRewrites = 3;

    private readonly Tokeniser _tokeniser = new(catalogue);
    private readonly QuestionGrammar _grammar = new(catalogue);
    private readonly PlanMaker _plans = new(catalogue);
    private readonly PlanPatch _patches = new(catalogue);
    private readonly PlanValidation _validation = new(catalogue);
    private readonly SqlCompiler _compiler = new(catalogue);
    private readonly RefusalTexts _refusals = new(catalogue);
    private readonly Explanations _explanations = new(catalogue);
    private readonly AnswerTexts _answers = new(catalogue);
    private readonly Steering _steering = new(catalogue);
    private readonly ChartChoice _charts = new(catalogue);
    private readonly Suggestions _suggestions = new(catalogue);

    public PlannedQuestion Plan(string question, PlanningContext context)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(context);
        var planned = Understood(question, context);
        if (planned.UnknownWords.Count == 0) return planned;
        return WithoutPreamble(question, context) ?? WithRewrites(question, planned, context);
    }

    // What is said before the question may be set aside.
    private PlannedQuestion? WithoutPreamble(string question, PlanningContext context)
    {
        foreach (var (said, asked) in new Preamble(_tokeniser).Of(question, context.Now, values.Current))
            if (Understood(asked, context) is { Kind: PlannedKind.Plan or PlannedKind.Clarification } answer)
                return answer with { Assumptions = [.. answer.Assumptions, $"Set aside: \"{said}\""] };
        return null;
    }

    private PlannedQuestion WithRewrites(string question, PlannedQuestion planned, PlanningContext context)
    {
        var near = planned.UnknownWords.SelectMany(Near).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostRewrites).ToList();
        var text = near.Count > 0 ? $"{planned.Text} The nearest that I know: {string.Join(", ", near)}." : planned.Text;
        var rewrites = new Rewrites(_tokeniser).Of(question, planned, values.Current)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(candidate => Understood(candidate, context).Kind == PlannedKind.Plan)
            .Take(MostRewrites);
        return planned with { Text = text, Rewrites = [.. rewrites] };
    }

    // A word that is near to itself is known; it has no place in this question only.
    private IEnumerable<string> Near(string word)
    {
        var near = _tokeniser.Near(word, values.Current);
        return near.Contains(word, StringComparer.OrdinalIgnoreCase) ? [] : near;
    }

    private PlannedQuestion Understood(string question, PlanningContext context)
    {
        if (question.Length > LongestQuestion) return RefusalTexts.TooLong(question.Length, LongestQuestion);
        question = SqlCalls.InWords(question);
        if (WordReader.Read(question).Count is > WordReader.MostWords and var words)
            return RefusalTexts.TooManyWords(words, WordReader.MostWords);
        var reading = _tokeniser.Read(question, context.Now, values.Current);
        if (reading.Words.Count == 0) return _refusals.Empty();
        if (_steering.Certain(reading) is { } order) return order;
        var planned = Answer(question, reading, context);
        if (planned.Kind is not (PlannedKind.Refusal or PlannedKind.Clarification)) return planned;
        return _steering.Otherwise(reading, context) ?? planned;
    }

    private PlannedQuestion Answer(string question, Reading reading, PlanningContext context)
    {
        if (_refusals.Of(reading, question) is { } refused) return refused;
        if (_explanations.Of(reading) is { } explained) return explained;
        reading = Chosen(reading, context);
        var (sentence, draft) = _grammar.Parse(reading, context.Now);
        var last = context.Earlier.Count > 0 ? context.Earlier[^1] : null;
        var plan = Plan(last, sentence, draft, context);
        if (_refusals.Unknown(reading, sentence, context) is { } unknown) return unknown;
        if (draft.Question is { } asked) return Clarifications.Of(asked, question);
        if (last is null && FollowUp.NeedsPlan(sentence)) return _refusals.Nothing(question);
        if (Coverage.Left(sentence) is { Count: > 0 } left) return _refusals.Left(left, question, draft, catalogue);
        if (plan is null) return _refusals.Nothing(question);
        // A follow-up may have turned to another grouping.
        if (plan.Apart is { } apart && !plan.Dimensions.Contains(apart.Dimension)) plan = plan with { Apart = null };
        if (_validation.Fault(plan, context.Now) is { } fault) return _refusals.Invalid(fault);
        var planned = Planned(plan, context);
        return planned with
        {
            Repairs = reading.Repairs,
            Assumptions = [.. planned.Assumptions, .. draft.Assumptions],
        };
    }

    public PlannedQuestion Describe(QueryPlan plan, PlanningContext context)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(context);
        return _validation.Fault(plan, context.Now) is { } fault ? _refusals.Invalid(fault) : Planned(plan, context);
    }

    public IReadOnlyList<string> Suggest(PlanningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Earlier.Count == 0 ? catalogue.Questions : _suggestions.After(context.Earlier[^1]);
    }

    // A follow-up changes the last plan; what needs one and has none makes none.
    private QueryPlan? Plan(QueryPlan? last, Sentence sentence, Draft draft, PlanningContext context)
    {
        if (last is not null && FollowUp.Is(sentence, draft))
        {
            // "Which hour was the worst?" is about the hours that are shown.
            if (draft is { Grain.Unit: "hour", Ranking: not null } && ShowsHours(last)) (draft.IsHourOpen, draft.Grain) = (false, last.Grain);
            if (draft.IsHourOpen) PlanMaker.AskWhichHour(draft);
            return _patches.Apply(last, context, sentence, draft);
        }
        return FollowUp.NeedsPlan(sentence) ? null : Fresh(sentence, draft, context);
    }

    private static bool ShowsHours(QueryPlan plan) =>
        plan.Grain is { Unit: "hour" } || plan.Dimensions.Any(dimension => dimension is "hour_of_day" or "local_hour");

    private QueryPlan? Fresh(Sentence sentence, Draft draft, PlanningContext context)
    {
        if (draft.Question is not null || sentence.Any<UnknownToken>()) return null;
        if (draft.IsHourOpen) PlanMaker.AskWhichHour(draft);
        var left = Coverage.Left(sentence);
        if (left.OfType<AmbiguousToken>().FirstOrDefault() is { } ambiguous) Ambiguity.Ask(draft, ambiguous, catalogue);
        VagueLength.Ask(sentence, left, draft);
        if (left.Count > 0 || _plans.Make(draft, sentence.Zone, context.Now) is not { } plan) return null;
        return plan with { Filters = [.. plan.Filters, .. Bound(plan, context)], Chart = draft.Chart };
    }

    // What the dashboard shows holds for questions that say nothing of that dimension.
    private IEnumerable<PlanFilter> Bound(QueryPlan plan, PlanningContext context)
    {
        if (plan.Analysis == Analysis.Titles) return [];
        return context.BoundFilters
            .Where(bound => bound.Value.Count > 0 && IsOpen(plan, bound.Key))
            .OrderBy(bound => bound.Key, StringComparer.Ordinal)
            .Select(bound => new PlanFilter(bound.Key, FilterOperator.In, [.. bound.Value]));
    }

    private bool IsOpen(QueryPlan plan, string dimension) =>
        catalogue.FindDimension(dimension) is { Number: false }
        && plan.Filters.Concat(plan.Part).All(filter => filter.Dimension != dimension);

    // A word that was asked back about once in this session keeps the meaning that was chosen.
    private Reading Chosen(Reading reading, PlanningContext context) =>
        context.Choices.Count == 0
            ? reading
            : reading with { Tokens = [.. reading.Tokens.Select(token => Chosen(token, context.Choices))] };

    private Token Chosen(Token token, IReadOnlyDictionary<string, string> choices)
    {
        if (token is not AmbiguousToken ambiguous) return token;
        if (!choices.TryGetValue(ambiguous.Word, out var id) && !choices.TryGetValue(ambiguous.Text, out id)) return token;
        return catalogue.FindMeasure(id) is null
            ? token
            : new MeasureToken(id) { Start = token.Start, End = token.End, Text = token.Text };
    }

    private PlannedQuestion Planned(QueryPlan plan, PlanningContext context)
    {
        var query = _compiler.Compile(plan, context.Now);
        var chart = _charts.For(plan, query.Columns);
        return new PlannedQuestion
        {
            Kind = PlannedKind.Plan,
            Text = _answers.Sentence(plan),
            Plan = plan,
            PlanHash = PlanJson.Hash(plan),
            Sql = query.Sql,
            Source = plan.Measures.Any(measure => catalogue.Measure(measure.Id).Live) ? AnswerSource.Live : AnswerSource.Lake,
            Reading = _answers.Parts(plan),
            Assumptions = AnswerTexts.Assumptions(plan, context.Now, ChartChoice.Instead(plan, chart)),
            Columns = query.Columns,
            Chart = chart,
            Definitions = _answers.Definitions(plan),
            FollowUps = _suggestions.After(plan),
        };
    }
}
