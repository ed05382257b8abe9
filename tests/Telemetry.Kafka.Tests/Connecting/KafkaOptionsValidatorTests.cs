using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Telemetry.Kafka.Connecting;

namespace Telemetry.Kafka.Tests.Connecting;

public sealed class KafkaOptionsValidatorTests
{
    private static readonly KafkaOptionsValidator Validator = new();

    [Fact]
    public void The_defaults_need_nothing_but_a_broker() =>
        Assert.True(Validator.Validate(null, new KafkaOptions { BootstrapServers = "one:9092,[::1]:9093" }).Succeeded);

    [Theory]
    [InlineData("BootstrapServers", "", "Kafka:BootstrapServers is empty")]
    [InlineData("BootstrapServers", "broker", "Kafka:BootstrapServers has 'broker'; expected host:port")]
    [InlineData("BootstrapServers", "broker:99999", "Kafka:BootstrapServers has 'broker:99999'")]
    [InlineData("BootstrapServers", "kafka://broker:9092", "no scheme")]
    [InlineData("EventsTopic", "with space", "Kafka:EventsTopic is 'with space'")]
    [InlineData("DeadLetterTopic", "telemetry.events", "dead letters would be read as events again")]
    [InlineData("GroupId", " ", "Kafka:GroupId is empty")]
    [InlineData("FetchWaitMaxMs", "5000", "Kafka:FetchWaitMaxMs is 5,000; expected 0 to 1,000.")]
    [InlineData("QueuedMaxMessagesKbytes", "1", "Kafka:QueuedMaxMessagesKbytes is 1; expected 64 to 2,097,151.")]
    [InlineData("LingerMs", "-1", "Kafka:LingerMs is -1; expected 0 to 1,000.")]
    [InlineData("MaxPollIntervalMs", "9999", "Kafka:MaxPollIntervalMs is 9,999; expected 10,000 to")]
    [InlineData("SecurityProtocol", "SaslSsl", "Kafka:SaslMechanism is not set; with SaslSsl expected Plain, ScramSha256 or ScramSha512.")]
    [InlineData("SaslMechanism", "Plain", "Kafka:SaslMechanism is Plain but Kafka:SecurityProtocol is Plaintext")]
    [InlineData("MskIam:Enabled", "true", "Kafka:MskIam:Region is empty while Kafka:MskIam:Enabled is true")]
    [InlineData("SslCaLocation", "/no/such/file.pem", "Kafka:SslCaLocation is '/no/such/file.pem', and there is no such file.")]
    [InlineData("SslKeyLocation", "/no/such/key.pem", "Kafka:SslCertificateLocation and Kafka:SslKeyLocation belong together")]
    public void A_wrong_setting_is_refused_with_its_name_its_value_and_the_rule(string setting, string value, string message)
    {
        var settings = new Dictionary<string, string?> { ["Kafka:BootstrapServers"] = "broker:9092", [$"Kafka:{setting}"] = value };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddKafka();
        using var provider = services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<KafkaOptions>>().Value);

        Assert.Contains(failure.Failures, line => line.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_is_never_part_of_a_message()
    {
        var options = new KafkaOptions { BootstrapServers = "", SecurityProtocol = SecurityProtocol.SaslSsl, SaslPassword = "hunter2" };

        Assert.DoesNotContain("hunter2", Validator.Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }
}
