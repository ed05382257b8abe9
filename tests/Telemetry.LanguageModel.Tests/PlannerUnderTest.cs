using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Semantics;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;

namespace Telemetry.LanguageModel.Tests;

/// <summary>The product's planner with a model behind it, put together as a host does it.</summary>
internal sealed class PlannerUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public PlannerUnderTest(Uri endpoint, TimeProvider? time = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Chat:Llm:Endpoint"] = endpoint.ToString(),
            ["Chat:Llm:Model"] = "scripted",
        }).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(settings).AddLogging();
        if (time is not null) services.AddSingleton(time);
        _services = services.AddSemantics().AddAssistedPlanner().BuildServiceProvider();
        _services.GetRequiredService<SettableValueIndex>().Set(Values);
    }

    public static PlanningContext Context { get; } = new(new DateTimeOffset(2026, 3, 18, 20, 30, 0, TimeSpan.Zero));

    private static KnownValues Values { get; } = new(
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["country"] = ["Germany", "France"],
            ["device_type"] = ["mobile", "web", "tv", "tablet"],
            ["quality"] = ["SD", "HD", "4K"],
        },
        [new KnownPlace("Germany", "Berlin", "Berlin", "Europe/Berlin"), new KnownPlace("France", "Île-de-France", "Paris", "Europe/Paris")]);

    public Task<PlannedQuestion> AskAsync(string question, CancellationToken cancellationToken, PlanningContext? context = null) =>
        _services.GetRequiredService<AssistedPlanner>().PlanAsync(question, context ?? Context, cancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
