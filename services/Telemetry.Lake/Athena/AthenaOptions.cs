namespace Telemetry.Lake.Athena;

/// <summary>Which Athena, and with what; section "Lake:Athena". Credentials come from the AWS SDK's default chain.</summary>
public sealed class AthenaOptions
{
    /// <summary>Region, such as eu-central-1.</summary>
    public string Region { get; set; } = "";

    /// <summary>Work group whose limits and settings hold. Default: primary.</summary>
    public string WorkGroup { get; set; } = "primary";

    /// <summary>Catalog of <see cref="Database"/>. Default: AwsDataCatalog, which is Glue.</summary>
    public string Catalog { get; set; } = "AwsDataCatalog";

    /// <summary>Database that holds the tables events, titles and places.</summary>
    public string Database { get; set; } = "";

    /// <summary>Where results go, as <c>s3://bucket/path/</c>; empty when the work group says so itself.</summary>
    public string OutputLocation { get; set; } = "";

    /// <summary>Another address than the region's own, such as a VPC endpoint; empty for the region's own.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Attempts at one request when Athena throttles or can't be reached, 1 to 10. Default: 5.</summary>
    public int MaxAttempts { get; set; } = 5;
}
