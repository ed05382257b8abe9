using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Telemetry.Kafka.Connecting;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>Chooses the database of the snapshots by the settings; the only place that does.</summary>
public static class SnapshotRegistration
{
    private const string NoConnectionString =
        $"{SnapshotOptions.Section}:{nameof(SnapshotOptions.Postgres)} must be a connection string such as Host=db;Database=telemetry;Username=live.";

    /// <summary>
    /// Registers an <see cref="ISnapshotStore"/>, unless there is one: PostgreSQL if it is set, a SQLite file otherwise. Its rows are
    /// those of the consumer group and the events topic in <see cref="KafkaOptions"/>, so others may share the database.
    /// </summary>
    public static IServiceCollection AddSnapshots(this IServiceCollection services)
    {
        services.AddOptions<SnapshotOptions>().BindConfiguration(SnapshotOptions.Section).ValidateDataAnnotations()
            .Validate(options => IsConnectionString(options.Postgres), NoConnectionString).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISnapshotStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<SnapshotOptions>>().Value;
            var kafka = provider.GetRequiredService<IOptions<KafkaOptions>>().Value;
            var time = provider.GetRequiredService<TimeProvider>();
            var name = $"{kafka.GroupId}/{kafka.EventsTopic}";
            return string.IsNullOrWhiteSpace(options.Postgres)
                ? new SqliteSnapshotStore(options.SqliteFile ?? DefaultFile(), name, time)
                : new PostgresSnapshotStore(options.Postgres, name, time);
        });
        return services;
    }

    private static bool IsConnectionString(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return true;
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false; // and not its message: it may repeat a password
        }
    }

    private static string DefaultFile() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "telemetry", "snapshots.db");
}
