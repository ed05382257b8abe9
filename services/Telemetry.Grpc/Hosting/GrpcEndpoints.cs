using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Telemetry.Grpc.Hosting;

/// <summary>The addresses that a started host serves; they say which ports were taken when 0 was asked for.</summary>
public sealed class GrpcEndpoints
{
    private ListenOptions? _web;
    private ListenOptions? _grpc;

    /// <summary>gRPC-Web over HTTP/1.1 and HTTP/2.</summary>
    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public Uri Web => Address(_web);

    /// <summary>gRPC over HTTP/2.</summary>
    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public Uri Grpc => Address(_grpc);

    internal string Scheme { get; set; } = Uri.UriSchemeHttp;

    internal void Listening(ListenOptions web, ListenOptions grpc) => (_web, _grpc) = (web, grpc);

    // Kestrel writes the bound address back into the options of each endpoint.
    private Uri Address(ListenOptions? listening) =>
        listening?.IPEndPoint is { Port: not 0 } endpoint
            ? new Uri($"{Scheme}://{endpoint}")
            : throw new InvalidOperationException("The host has not bound its gRPC endpoints; read their addresses after it has started.");
}
