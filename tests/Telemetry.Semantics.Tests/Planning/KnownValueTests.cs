using Microsoft.Extensions.DependencyInjection;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>Which words name a value: closed dimensions have theirs whatever the lake holds, and of a title some words have to be its own.</summary>
public sealed class KnownValueTests
{
    [Theory]
    [InlineData("viewers on TV", "device_type")]
    [InlineData("average bandwidth in 4K", "quality")]
    [InlineData("how many heartbeat events today", "event_type")]
    public void An_empty_lake_knows_the_values_of_closed_dimensions(string question, string dimension)
    {
        var planned = Ask(question, KnownValues.None);
        Assert.True(planned.Kind == PlannedKind.Plan, planned.Text);
        Assert.Equal(dimension, Assert.Single(planned.Plan!.Filters).Dimension);
    }

    [Theory]
    [InlineData("viewers in Germany")]
    [InlineData("sessions of Copper Sky")]
    public void What_only_the_lake_can_know_is_not_understood_without_it(string question) =>
        Assert.Equal(PlannedKind.Refusal, Ask(question, KnownValues.None).Kind);

    [Theory]
    [InlineData("viewers of the northern cup", true)]
    [InlineData("viewers of matchday live northern cup", true)]
    [InlineData("viewers of the intern problem", true)]
    [InlineData("errors caused by the intern", false)]
    [InlineData("viewers of the live northern", false)]
    public void Part_of_a_title_names_it_by_two_words_of_its_own(string question, bool named)
    {
        var planned = Ask(question, new KnownValues(new Dictionary<string, IReadOnlyList<string>> { ["title"] = ["The Intern Problem", "Matchday Live: Northern Cup"] }, []));
        Assert.Equal(named, planned.Plan?.Filters is [{ Dimension: "title" }]);
    }

    private static PlannedQuestion Ask(string question, KnownValues values)
    {
        using var provider = new ServiceCollection().AddSemantics().BuildServiceProvider();
        provider.GetRequiredService<SettableValueIndex>().Set(values);
        return provider.GetRequiredService<IQuestionPlanner>().Plan(question, new PlanningContext(SmallLake.Now));
    }
}
