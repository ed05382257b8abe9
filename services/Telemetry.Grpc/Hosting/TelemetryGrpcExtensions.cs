using System.IO.Compression;
using Grpc.AspNetCore.HealthChecks;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Telemetry.Grpc.Errors;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Grpc.Hosting;

/// <summary>What a host calls to serve gRPC and gRPC-Web.</summary>
public static class TelemetryGrpcExtensions
{
    private const string CorsPolicy = "Telemetry.Grpc";

    /// <summary>
    /// Adds gRPC with gRPC-Web (binary and text), gzip, health, reflection, and the two ports of <see cref="GrpcEndpointOptions"/>
    /// (section <c>Grpc</c>), for signed-in callers where an issuer is named (<see cref="IdentityOptions"/>). The addresses are in <see cref="GrpcEndpoints"/> once the host has started.
    /// </summary>
    public static WebApplicationBuilder AddTelemetryGrpc(this WebApplicationBuilder builder, Action<GrpcEndpointOptions>? configure = null)
    {
        var services = builder.Services;
        var options = services.AddOptions<GrpcEndpointOptions>().BindConfiguration(GrpcEndpointOptions.Section).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrpcEndpointOptions>, GrpcEndpointOptionsValidator>());

        services.AddGrpc();
        services.AddOptions<GrpcServiceOptions>().Configure<IOptions<GrpcEndpointOptions>>((grpc, endpoint) =>
        {
            grpc.MaxReceiveMessageSize = endpoint.Value.MaxReceiveMessageBytes;
            // Requests may come compressed; answers are when the client's grpc-accept-encoding has gzip and CompressionInterceptor agrees.
            grpc.ResponseCompressionAlgorithm = "gzip";
            grpc.ResponseCompressionLevel = CompressionLevel.Fastest;
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<ShutdownInterceptor>();
            grpc.Interceptors.Add<CompressionInterceptor>();
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ErrorInterceptor>();
        services.TryAddSingleton<ShutdownInterceptor>();
        services.TryAddSingleton<CompressionInterceptor>();
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck("host", () => HealthCheckResult.Healthy("The process answers."));
        // Check asks at once; those who watch hear of a change within this time.
        services.Configure<HealthCheckPublisherOptions>(publisher => publisher.Delay = publisher.Period = TimeSpan.FromSeconds(1));

        builder.AddIdentity();
        services.TryAddSingleton<HostCheck>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<GrpcEndpointOptions>>((cors, endpoint) =>
            cors.AddPolicy(CorsPolicy, policy => AllowGrpcWeb(policy, endpoint.Value.AllowedOrigins)));

        services.TryAddSingleton<GrpcEndpoints>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelEndpoints>();
        services.Configure<SocketTransportOptions>(KestrelEndpoints.SetSockets);
        services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks>();
        return builder;
    }

    /// <summary>
    /// Serves <typeparamref name="TService"/> on both ports, and with the first service health and reflection, which need no sign-in.
    /// Health answers for the
    /// whole host ("") and for each service by its full name.
    /// </summary>
    public static GrpcServiceEndpointConventionBuilder MapTelemetryGrpc<TService>(this WebApplication app)
        where TService : class
    {
        app.MapTelemetryGrpcHealth();
        var health = app.Services.GetRequiredService<IOptions<GrpcHealthChecksOptions>>().Value;
        health.Services.Map(DescriptorOf(typeof(TService)).FullName, _ => true);
        return app.MapGrpcService<TService>().RequireSignIn(app);
    }

    /// <summary>Serves health and reflection on both ports, for a host that may have no service; more than once does no harm.</summary>
    public static WebApplication MapTelemetryGrpcHealth(this WebApplication app)
    {
        const string Mapped = "Telemetry.Grpc.Mapped";
        var properties = ((IApplicationBuilder)app).Properties;
        if (!properties.TryAdd(Mapped, true))
            return app;
        app.Use(app.Services.GetRequiredService<HostCheck>().InvokeAsync);
        app.UseCors(CorsPolicy);
        // For every endpoint: a browser that calls an unknown method then gets UNIMPLEMENTED too, not a bare 404.
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseIdentity();
        app.Use(BrokenRequestMiddleware.InvokeAsync);
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        return app;
    }

    private static void AllowGrpcWeb(CorsPolicyBuilder policy, IList<string> origins)
    {
        // An answer that failed before its first message carries its status in the headers (trailers-only), where a page may read
        // only what is exposed to it.
        policy.WithOrigins([.. origins]).AllowAnyMethod().AllowAnyHeader()
            .WithExposedHeaders("grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-encoding", "grpc-accept-encoding")
            .SetPreflightMaxAge(TimeSpan.FromHours(2));
    }

    private static Google.Protobuf.Reflection.ServiceDescriptor DescriptorOf(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            var bind = (BindServiceMethodAttribute?)Attribute.GetCustomAttribute(type, typeof(BindServiceMethodAttribute), inherit: false);
            if (bind?.BindType.GetProperty("Descriptor")?.GetValue(null) is Google.Protobuf.Reflection.ServiceDescriptor descriptor)
                return descriptor;
        }
        throw new ArgumentException($"{service} does not derive from a generated gRPC service base.", nameof(service));
    }
}
