using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Writing;

/// <summary>How the stream is written to the lake; section "Lake:Writer", checked at start.</summary>
public sealed class LakeWriterOptions : IValidatableObject
{
    /// <summary>The configuration section that these are bound to.</summary>
    public const string Section = "Lake:Writer";

    /// <summary>The lake's folder; default: that of the query engines, "Lake:Folder". Either a folder or <see cref="S3"/> with a bucket is required.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The lake in S3, in place of <see cref="Folder"/>.</summary>
    public S3StorageOptions S3 { get; set; } = new();

    /// <summary>The consumer group. Default: telemetry-lake.</summary>
    public string GroupId { get; set; } = "telemetry-lake";

    /// <summary>
    /// Tells apart logs of one topic whose offsets began anew, such as that of a topic that was deleted and created again: letters, digits
    /// and <c>_</c>, at most 40. Default: empty.
    /// </summary>
    public string Generation { get; set; } = "";

    /// <summary>How long events of a partition are gathered before they become files, s, 1 to 3,600. Default: 60.</summary>
    public double CloseSeconds { get; set; } = 60;

    /// <summary>Memory that a partition's gathered events may take before they become files sooner, MiB, 1 to 1,024. Default: 64.</summary>
    public int CloseMegabytes { get; set; } = 64;

    /// <summary>
    /// Memory for events of all partitions, gathered or being written, MiB, 2 to 65,536. Above it consumption waits. Default: 256.
    /// </summary>
    public int MaxMegabytes { get; set; } = 256;

    /// <summary>Files that one range of a partition may become (days × tenants) before it is closed sooner, 1 to 10,000. Default: 500.</summary>
    public int MaxFilesPerCommit { get; set; } = 500;

    /// <summary>How long one request to the storage may take, s, 1 to 600. Default: 60.</summary>
    public double StorageTimeoutSeconds { get; set; } = 60;

    /// <summary>First pause after the storage or Kafka failed, s, 0.01 to 60; doubles up to half a minute. Default: 1.</summary>
    public double RetrySeconds { get; set; } = 1;

    /// <summary>How long stopping, or handing a partition over, may take to write what was gathered, s, 0 to 120. Default: 10.</summary>
    public double DrainSeconds { get; set; } = 10;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Folder) == string.IsNullOrWhiteSpace(S3.Bucket))
            yield return Wrong($"{nameof(Folder)} is '{Folder}' and S3:{nameof(S3.Bucket)} is '{S3.Bucket}'; one of them must say where the lake is, and only one.");
        if (string.IsNullOrWhiteSpace(GroupId))
            yield return Wrong($"{nameof(GroupId)} is empty; it must name a consumer group of the writer's own.");
        if (Generation.Length > 40 || Generation.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_'))
            yield return Wrong($"{nameof(Generation)} is '{Generation}'; it must be at most 40 letters, digits and _.");
        foreach (var (name, value, least, most) in new (string, double, double, double)[]
        {
            (nameof(CloseSeconds), CloseSeconds, 1, 3_600),
            (nameof(CloseMegabytes), CloseMegabytes, 1, 1_024),
            (nameof(MaxMegabytes), MaxMegabytes, 2, 65_536),
            (nameof(MaxFilesPerCommit), MaxFilesPerCommit, 1, 10_000),
            (nameof(StorageTimeoutSeconds), StorageTimeoutSeconds, 1, 600),
            (nameof(RetrySeconds), RetrySeconds, 0.01, 60),
            (nameof(DrainSeconds), DrainSeconds, 0, 120),
        })
        {
            if (!(value >= least && value <= most))
                yield return Wrong(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be from {least:#,0.##} to {most:#,0}."));
        }
        foreach (var problem in S3.Problems())
            yield return Wrong($"S3:{problem}");
    }

    internal void TakeFolderOf(IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(Folder) && string.IsNullOrWhiteSpace(S3.Bucket))
            Folder = configuration["Lake:Folder"] ?? "";
    }

    private static ValidationResult Wrong(string rule) => new($"{Section}:{rule}");
}
