using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>The rules, in the order in which they take what they understand: the narrow ones before the wide ones.</summary>
internal sealed class QuestionGrammar(SemanticCatalogue catalogue)
{
    public (Sentence Sentence, Draft Draft) Parse(Reading reading, DateTimeOffset now)
    {
        var clock = new ZonedClock(now, reading.Zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(reading.Zone));
        var sentence = new Sentence(reading);
        var draft = new Draft();
        IRule[] rules =
        [
            new DrawingRule(),
            new AnalysisRule(),
            new TimeRule(clock),
            new GrainRule(),
            new PercentileOfRule(catalogue),
            new WholeConditionRule(catalogue),
            new NoneRule(),
            new ThresholdRule(catalogue),
            new ValueRule(catalogue),
            new TitleRule(),
            new GroupCountRule(),
            new DimensionRule(catalogue),
            new SpokenDurationRule(),
            new StatisticRule(),
            new OutcomeRule(),
            new DistinctValuesRule(),
            new AffectedRule(),
            new IndividualsRule(),
            new RatioRule(catalogue),
            new PopulationRule(),
            new MeasureRule(catalogue),
            new RankingRule(),
            new ListedRule(),
            new CauseRule(catalogue),
            new ShareRule(catalogue),
            new CompareRule(now),
            new LateTimeRule(now),
        ];
        foreach (var rule in rules)
        {
            rule.Apply(sentence, draft);
            if (draft.Question is not null) break;
        }
        return (sentence, draft);
    }
}
