namespace Telemetry.AppHost.CommandLine;

/// <summary>What was asked for on the command line.</summary>
public sealed record AppHostOptions
{
    /// <summary>Events per second of the simulator; null for its own default.</summary>
    public required int? Rate { get; init; }

    /// <summary>Seed of the simulator; null for its own default.</summary>
    public required long? Seed { get; init; }

    /// <summary>Bootstrap servers of a real Kafka; null for the configured one or, without any, the embedded broker.</summary>
    public required string? Kafka { get; init; }

    /// <summary>Whether the simulator produces; null for what suits the broker: into the embedded one, not into a real one.</summary>
    public required bool? Simulate { get; init; }

    /// <summary>Where everything listens.</summary>
    public required Ports Ports { get; init; }

    /// <summary>The built page; null for the one of the repository that this program was built in.</summary>
    public required string? PageFolder { get; init; }

    /// <summary>Folder of the lake; null for the default one, see <see cref="Lake.LakeFolder.Choose"/>.</summary>
    public required string? Lake { get; init; }

    /// <summary>Write no lake.</summary>
    public required bool NoLake { get; init; }

    /// <summary>Days of simulated history that an empty lake is given; null for the simulator's default.</summary>
    public required int? HistoryDays { get; init; }

    /// <summary>Start the development issuer and let nobody in who did not sign in there.</summary>
    public required bool SignIn { get; init; }

    /// <summary>A file that receives the addresses as JSON once everything listens.</summary>
    public required string? AddressFile { get; init; }
}
