using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Tenants;
using Telemetry.Kafka.Connecting;
using Telemetry.Lake.Compaction;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Writing;

/// <summary>Adds the lake writer to a host.</summary>
public static class LakeWriterRegistration
{
    /// <summary>
    /// Registers <see cref="LakeWriterOptions"/> (section "Lake:Writer") and <see cref="TenantOptions"/>, both checked at start, the <see cref="ILakeStorage"/> that they
    /// name, <see cref="LakeWriterStatus"/>, the writer, which starts with the
    /// host and reads the events topic of <see cref="KafkaOptions"/>, and the compaction of a lake in a folder (<see cref="CompactorOptions"/>).
    /// </summary>
    public static WebApplicationBuilder AddLakeWriter(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddLakeWriter();
        return builder;
    }

    /// <inheritdoc cref="AddLakeWriter(WebApplicationBuilder)"/>
    public static IServiceCollection AddLakeWriter(this IServiceCollection services)
    {
        services.AddOptions<LakeWriterOptions>().BindConfiguration(LakeWriterOptions.Section)
            .PostConfigure<IConfiguration>((options, configuration) => options.TakeFolderOf(configuration))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TenantOptions>().BindConfiguration(TenantOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddKafka();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LakeWriterStatus>();
        services.TryAddSingleton<ILakeStorage>(provider => provider.GetRequiredService<IOptions<LakeWriterOptions>>().Value is { Folder.Length: > 0 } options
            ? new FolderStorage(options.Folder)
            : new S3Storage(provider.GetRequiredService<IOptions<LakeWriterOptions>>().Value.S3));
        services.TryAddSingleton<LakeSourceFactory>(provider => listener => provider.GetRequiredService<KafkaClients>().Subscribe(
            provider.GetRequiredService<IOptions<KafkaOptions>>().Value.EventsTopic, listener,
            provider.GetRequiredService<IOptions<LakeWriterOptions>>().Value.GroupId));
        services.AddOptions<CompactorOptions>().BindConfiguration(CompactorOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<LakeWriter>();
        services.AddHostedService<CompactionService>();
        return services;
    }
}
