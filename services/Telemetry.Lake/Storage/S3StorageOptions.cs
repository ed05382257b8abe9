namespace Telemetry.Lake.Storage;

/// <summary>Where in S3 the lake is. Credentials come from the AWS SDK's default chain.</summary>
public sealed class S3StorageOptions
{
    /// <summary>The bucket; empty for a lake in a folder.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>What every key begins with, for example <c>lake/</c>. Default: empty.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The bucket's region, such as eu-central-1; empty for the SDK's own choice.</summary>
    public string Region { get; set; } = "";

    /// <summary>Another service that speaks S3, for example http://127.0.0.1:9000 (addressed by path); empty for AWS.</summary>
    public string ServiceUrl { get; set; } = "";

    internal IEnumerable<string> Problems()
    {
        if (Prefix.Length > 0 && (!Prefix.EndsWith('/') || Prefix.StartsWith('/')))
            yield return $"{nameof(Prefix)} is '{Prefix}'; it must end with / and not begin with it, as in lake/.";
        if (ServiceUrl.Length > 0 && !(Uri.TryCreate(ServiceUrl, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")))
            yield return $"{nameof(ServiceUrl)} is '{ServiceUrl}'; it must be an http or https address.";
    }
}
