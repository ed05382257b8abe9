using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Telemetry.Kafka.Connecting;

/// <summary>Checks <see cref="KafkaOptions"/> at start; each message names the setting, what was found and what is expected.</summary>
public sealed class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        CheckBootstrap(options, problems);
        CheckSecurity(options, problems);
        CheckNames(options, problems);
        CheckNumbers(options, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckBootstrap(KafkaOptions options, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(options.BootstrapServers))
        {
            problems.Add("Kafka:BootstrapServers is empty; give host:port of at least one broker (Kafka__BootstrapServers=host:9092).");
            return;
        }
        foreach (var server in options.BootstrapServers.Split(','))
        {
            // A colon inside a bracketed IPv6 address is not the one before the port.
            var colon = server.LastIndexOf(':');
            var host = colon > 0 ? server[..colon].Trim() : "";
            if (host.Length > 0 && !host.Contains("://", StringComparison.Ordinal)
                && int.TryParse(server.AsSpan(colon + 1), out var port) && port is > 0 and < 65536) continue;
            problems.Add($"Kafka:BootstrapServers has '{server.Trim()}'; expected host:port with a port from 1 to 65535 and no scheme.");
        }
    }

    private static void CheckSecurity(KafkaOptions options, List<string> problems)
    {
        var sasl = options.SecurityProtocol is SecurityProtocol.SaslPlaintext or SecurityProtocol.SaslSsl;
        if (options.MskIam.Enabled)
        {
            if (string.IsNullOrWhiteSpace(options.MskIam.Region))
            {
                problems.Add(
                    "Kafka:MskIam:Region is empty while Kafka:MskIam:Enabled is true; give the cluster's region, such as eu-central-1.");
            }
            if (options.SaslMechanism is { } other)
            {
                problems.Add(
                    $"Kafka:SaslMechanism is {other} while Kafka:MskIam:Enabled is true; IAM brings its own mechanism, so leave it out.");
            }
        }
        else if (sasl)
        {
            if (options.SaslMechanism is not (SaslMechanism.Plain or SaslMechanism.ScramSha256 or SaslMechanism.ScramSha512))
            {
                problems.Add(
                    $"Kafka:SaslMechanism is {options.SaslMechanism?.ToString() ?? "not set"}; with {options.SecurityProtocol} " +
                    "expected Plain, ScramSha256 or ScramSha512.");
            }
            if (string.IsNullOrEmpty(options.SaslUsername)) problems.Add("Kafka:SaslUsername is empty; the SASL mechanism needs it.");
            if (string.IsNullOrEmpty(options.SaslPassword)) problems.Add("Kafka:SaslPassword is empty; the SASL mechanism needs it.");
        }
        else if (options.SaslMechanism is { } unused)
        {
            problems.Add(
                $"Kafka:SaslMechanism is {unused} but Kafka:SecurityProtocol is {options.SecurityProtocol}; " +
                "set SaslSsl (or SaslPlaintext) or leave the mechanism out.");
        }
        if (options.SslCertificateLocation is null != options.SslKeyLocation is null)
            problems.Add("Kafka:SslCertificateLocation and Kafka:SslKeyLocation belong together; one of them is missing.");
        CheckFile(nameof(options.SslCaLocation), options.SslCaLocation, problems);
        CheckFile(nameof(options.SslCertificateLocation), options.SslCertificateLocation, problems);
        CheckFile(nameof(options.SslKeyLocation), options.SslKeyLocation, problems);
    }

    private static void CheckFile(string setting, string? path, List<string> problems)
    {
        if (path is not null && !File.Exists(path)) problems.Add($"Kafka:{setting} is '{path}', and there is no such file.");
    }

    private static void CheckNames(KafkaOptions options, List<string> problems)
    {
        CheckTopic(nameof(options.EventsTopic), options.EventsTopic, problems);
        CheckTopic(nameof(options.DeadLetterTopic), options.DeadLetterTopic, problems);
        CheckTopic(nameof(options.AggregatesTopic), options.AggregatesTopic, problems);
        CheckTopic(nameof(options.FeedTopic), options.FeedTopic, problems);
        if (string.IsNullOrWhiteSpace(options.GroupId))
            problems.Add("Kafka:GroupId is empty; consumers of one group share the partitions, so it needs a name.");
        if (options.InstanceId is { } name && string.IsNullOrWhiteSpace(name))
            problems.Add("Kafka:InstanceId is empty; give this node a name of its own within the group, or leave the setting out.");
        if (options.DeadLetterTopic == options.EventsTopic)
        {
            problems.Add(
                $"Kafka:DeadLetterTopic and Kafka:EventsTopic are both '{options.EventsTopic}'; " +
                "dead letters would be read as events again.");
        }
    }

    private static void CheckTopic(string setting, string topic, List<string> problems)
    {
        // Kafka's own rule (org.apache.kafka.common.internals.Topic): 1 to 249 of these characters, not "." or "..".
        var legal = topic is { Length: > 0 and < 250 } and not "." and not ".."
            && topic.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        if (!legal) problems.Add($"Kafka:{setting} is '{topic}'; expected 1 to 249 characters out of a-z, A-Z, 0-9, '.', '_' and '-'.");
    }

    private static void CheckNumbers(KafkaOptions options, List<string> problems)
    {
        CheckRange(nameof(options.FetchWaitMaxMs), options.FetchWaitMaxMs, 0, 1_000, problems);
        CheckRange(nameof(options.FetchMaxBytes), options.FetchMaxBytes, 64 * 1024, 50 * 1024 * 1024, problems);
        CheckRange(nameof(options.QueuedMinMessages), options.QueuedMinMessages, 1, 10_000_000, problems);
        CheckRange(nameof(options.QueuedMaxMessagesKbytes), options.QueuedMaxMessagesKbytes, 64, 2_097_151, problems);
        CheckRange(nameof(options.FetchQueueBackoffMs), options.FetchQueueBackoffMs, 1, 1_000, problems);
        CheckRange(nameof(options.SessionTimeoutMs), options.SessionTimeoutMs, 1_000, 300_000, problems);
        CheckRange(nameof(options.MaxPollIntervalMs), options.MaxPollIntervalMs, options.SessionTimeoutMs, 86_400_000, problems);
        CheckRange(nameof(options.LingerMs), options.LingerMs, 0, 1_000, problems);
        CheckRange(nameof(options.MaxMessageBytes), options.MaxMessageBytes, 1_000, 100_000_000, problems);
        CheckRange(nameof(options.ProducerQueueKbytes), options.ProducerQueueKbytes, 1_024, 2_097_151, problems);
    }

    private static void CheckRange(string setting, int value, int low, int high, List<string> problems)
    {
        if (value < low || value > high) problems.Add($"Kafka:{setting} is {value:N0}; expected {low:N0} to {high:N0}.");
    }
}
