using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Telemetry.Lake.Tests.Samples;

/// <summary>
/// A small S3 on loopback, after "Amazon S3 API Reference": PutObject (also conditional and in signed chunks), GetObject, CopyObject, DeleteObject
/// and ListObjectsV2 in pages. It can be told to fail.
/// </summary>
internal sealed class S3Server : IAsyncDisposable
{
    private const string Bucket = "lake-bucket";
    private const int PageSize = 7;
    private static readonly XNamespace Names = "http://s3.amazonaws.com/doc/2006-03-01/";
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(HttpStatusCode Status, string Code, bool After)> _failures = [];

    private S3Server(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_gate)
                return [.. _objects.Keys];
        }
    }

    /// <summary>Copies everything into a folder, for a reader.</summary>
    public void CopyTo(string folder, string prefix)
    {
        lock (_gate)
        {
            foreach (var (key, content) in _objects.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                var path = Path.Combine(folder, key[prefix.Length..]);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, content);
            }
        }
    }

    /// <summary>The next request that changes something fails; with <paramref name="after"/> only its answer does.</summary>
    public void FailNext(HttpStatusCode status, string code, bool after = false) => _failures.Enqueue((status, code, after));

    public static async Task<S3Server> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        var app = builder.Build();
        var server = new S3Server(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal))
        {
            await ErrorAsync(context, HttpStatusCode.Forbidden, "AccessDenied");
            return;
        }
        var path = request.Path.Value!.TrimStart('/').Split('/', 2);
        if (path[0] != Bucket)
        {
            await ErrorAsync(context, HttpStatusCode.NotFound, "NoSuchBucket");
            return;
        }
        var body = await BodyAsync(request);
        (HttpStatusCode Status, string Code, bool After) failure = (HttpStatusCode.OK, "", false);
        var fails = request.Method is "PUT" or "DELETE" && TryFail(ref failure);
        if (fails && !failure.After)
        {
            await ErrorAsync(context, failure.Status, failure.Code);
            return;
        }
        var (status, answer) = Do(request, path.Length > 1 ? path[1] : "", body);
        if (fails)
            await ErrorAsync(context, failure.Status, failure.Code);
        else if (status >= HttpStatusCode.BadRequest)
            await ErrorAsync(context, status, Encoding.UTF8.GetString(answer));
        else
        {
            context.Response.StatusCode = (int)status;
            context.Response.ContentLength = status == HttpStatusCode.NoContent ? null : answer.Length;
            await context.Response.Body.WriteAsync(answer);
        }
    }

    private bool TryFail(ref (HttpStatusCode, string, bool) failure)
    {
        if (!_failures.TryDequeue(out var next))
            return false;
        failure = next;
        return true;
    }

    private (HttpStatusCode Status, byte[] Answer) Do(HttpRequest request, string key, byte[] body)
    {
        lock (_gate)
        {
            switch (request.Method)
            {
                case "GET" when key.Length == 0:
                    return (HttpStatusCode.OK, List(request.Query["prefix"].ToString(), request.Query["continuation-token"].ToString()));
                case "GET":
                    return _objects.TryGetValue(key, out var content) ? (HttpStatusCode.OK, content) : (HttpStatusCode.NotFound, "NoSuchKey"u8.ToArray());
                case "PUT" when request.Headers.TryGetValue("x-amz-copy-source", out var source):
                    if (!_objects.TryGetValue(Uri.UnescapeDataString(source.ToString()).TrimStart('/')[(Bucket.Length + 1)..], out var copied))
                        return (HttpStatusCode.NotFound, "NoSuchKey"u8.ToArray());
                    _objects[key] = copied;
                    return (HttpStatusCode.OK, Xml(new XElement(Names + "CopyObjectResult", new XElement(Names + "ETag", "\"1\""))));
                case "PUT" when request.Headers.IfNoneMatch == "*" && _objects.ContainsKey(key):
                    return (HttpStatusCode.PreconditionFailed, "PreconditionFailed"u8.ToArray());
                case "PUT":
                    _objects[key] = body;
                    return (HttpStatusCode.OK, []);
                case "DELETE":
                    _objects.Remove(key);
                    return (HttpStatusCode.NoContent, []);
                default:
                    return (HttpStatusCode.MethodNotAllowed, "MethodNotAllowed"u8.ToArray());
            }
        }
    }

    private byte[] List(string prefix, string after)
    {
        var keys = _objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0).Take(PageSize + 1).ToList();
        var page = keys.Take(PageSize).ToList();
        return Xml(new XElement(
            Names + "ListBucketResult",
            new XElement(Names + "IsTruncated", keys.Count > PageSize ? "true" : "false"),
            keys.Count > PageSize ? new XElement(Names + "NextContinuationToken", page[^1]) : null,
            page.Select(key => new XElement(Names + "Contents", new XElement(Names + "Key", key), new XElement(Names + "Size", _objects[key].Length)))));
    }

    private static byte[] Xml(XElement element) => Encoding.UTF8.GetBytes(element.ToString());

    private static async Task ErrorAsync(HttpContext context, HttpStatusCode status, string code)
    {
        context.Response.StatusCode = (int)status;
        await context.Response.WriteAsync(new XElement("Error", new XElement("Code", code), new XElement("Message", $"The server says {code}.")).ToString());
    }

    // Bodies come plain or as "aws-chunked": size in hex, a signature, the bytes; trailers after the last chunk.
    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var all = new MemoryStream();
        await request.Body.CopyToAsync(all);
        if (!request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal))
            return all.ToArray();
        var bytes = all.ToArray().AsSpan();
        using var content = new MemoryStream();
        while (true)
        {
            var line = Encoding.ASCII.GetString(bytes[..bytes.IndexOf("\r\n"u8)]);
            var size = int.Parse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
                return content.ToArray();
            content.Write(bytes.Slice(line.Length + 2, size));
            bytes = bytes[(line.Length + 2 + size + 2)..];
        }
    }
}
