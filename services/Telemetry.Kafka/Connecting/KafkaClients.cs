using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Kafka.Consuming;
using Telemetry.Kafka.Following;
using Telemetry.Kafka.Librdkafka;
using Telemetry.Kafka.Msk;
using Telemetry.Kafka.Producing;

namespace Telemetry.Kafka.Connecting;

/// <summary>Turns <see cref="KafkaOptions"/> into clients: the one place that knows how this project talks to Kafka.</summary>
public sealed class KafkaClients
{
    private readonly KafkaOptions _options;
    private readonly IKafkaTokenSource? _tokens;
    private readonly ILogger _logger;
    private readonly BrokerOutage _outage;

    /// <summary>
    /// For a container; the options have been checked at start. <paramref name="tokens"/> is where OAUTHBEARER tokens come from
    /// when MskIam is enabled (default: <see cref="MskIamTokenSource"/>), and unused otherwise.
    /// </summary>
    public KafkaClients(IOptions<KafkaOptions> options, ILogger<KafkaClients> logger, IKafkaTokenSource? tokens = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        LibrdkafkaLibrary.EnsureLoaded();
        _options = options.Value;
        _logger = logger;
        _outage = new BrokerOutage(_options.BootstrapServers, Answers, TimeProvider.System, logger);
        _tokens = _options.MskIam.Enabled ? tokens ?? new MskIamTokenSource(_options.MskIam.Region, TimeProvider.System) : null;
    }

    /// <summary>
    /// Joins a consumer group (<see cref="KafkaOptions.GroupId"/> unless <paramref name="groupId"/> names another) and subscribes
    /// to a topic; partitions arrive with the first calls of Poll.
    /// </summary>
    public ITelemetrySource Subscribe(string topic, IRebalanceListener listener, string? groupId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(listener);
        return new KafkaTelemetrySource(KafkaClientConfigs.Consumer(_options, groupId), topic, listener, _tokens, _outage, _logger);
    }

    /// <summary>Reads a topic for this process alone. Dispose it.</summary>
    public ITopicFollower Follow(string topic)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        var builder = new ConsumerBuilder<Ignore, byte[]?>(KafkaClientConfigs.Follower(_options))
            .SetErrorHandler((_, error) => Report(error))
            .SetLogHandler((_, message) => ClientLog.Line(_logger, message));
        if (_tokens is not null) builder.SetOAuthBearerTokenRefreshHandler((client, _) => ClientToken.Refresh(client, _tokens, _logger));
        return new TopicFollower(builder.Build(), topic, _logger);
    }

    /// <summary>The options that the clients are made from.</summary>
    public KafkaOptions Options => _options;

    /// <summary>An idempotent producer of raw bytes. Dispose it; flush it before.</summary>
    public KafkaProducer CreateProducer(CompressionType compression = CompressionType.None) =>
        CreateProducer(config => config.CompressionType = compression);

    /// <summary>The same with a change to its settings.</summary>
    public KafkaProducer CreateProducer(Action<ProducerConfig> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var config = KafkaClientConfigs.Producer(_options);
        change(config);
        var builder = new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, message) => ClientLog.Line(_logger, message));
        if (_tokens is not null) builder.SetOAuthBearerTokenRefreshHandler((client, _) => ClientToken.Refresh(client, _tokens, _logger));
        return new KafkaProducer(builder, Report);
    }

    /// <summary>A client for topics and groups. Dispose it.</summary>
    public IAdminClient CreateAdmin()
    {
        var builder = new AdminClientBuilder(KafkaClientConfigs.Admin(_options))
            .SetErrorHandler((_, error) => Report(error))
            .SetLogHandler((_, message) => ClientLog.Line(_logger, message));
        if (_tokens is not null) builder.SetOAuthBearerTokenRefreshHandler((client, _) => ClientToken.Refresh(client, _tokens, _logger));
        return builder.Build();
    }

    private void Report(Error error)
    {
        if (!error.IsFatal && BrokerOutage.Is(error.Code)) _outage.Report(error.Reason);
        else ClientLog.Problem(_logger, error.Code.ToString(), error.Reason, error.IsFatal);
    }

    /// <summary>Asks by a client of its own, whose failures are nobody's concern.</summary>
    private bool Answers()
    {
        try
        {
            var builder = new AdminClientBuilder(KafkaClientConfigs.Admin(_options)).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { });
            if (_tokens is not null) builder.SetOAuthBearerTokenRefreshHandler((client, _) => ClientToken.Refresh(client, _tokens, _logger));
            using var admin = builder.Build();
            return admin.GetMetadata(TimeSpan.FromSeconds(2)).Brokers.Count > 0;
        }
        catch (KafkaException)
        {
            return false;
        }
    }
}
