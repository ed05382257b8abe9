using Telemetry.Kafka.Embedded;
using Telemetry.Kafka.Librdkafka;

namespace Telemetry.Kafka.Tests.Librdkafka;

public sealed class LibrdkafkaLibraryTests
{
    [Fact]
    public void Confluent_Kafka_and_this_project_share_one_instance()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc/self/maps");
        LibrdkafkaLibrary.EnsureLoaded();
        using var broker = EmbeddedBroker.Start(new Dictionary<string, int>());
        Assert.StartsWith("2.16", Confluent.Kafka.Library.VersionString, StringComparison.Ordinal);

        var files = File.ReadLines("/proc/self/maps").Where(line => line.Contains("rdkafka", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])
            .Where(path => path.EndsWith(".so", StringComparison.Ordinal)).Distinct();

        Assert.EndsWith("librdkafka.so", Assert.Single(files), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_library_gives_one_line_with_the_cause_and_the_cure()
    {
        var empty = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var failure = Assert.Throws<DllNotFoundException>(() => LibrdkafkaLibrary.LoadFrom(empty));

            Assert.DoesNotContain('\n', failure.Message);
            Assert.Contains("librdkafka.redist", failure.Message, StringComparison.Ordinal);
            Assert.Contains(empty, failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_no_library_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the file name is that of Linux");
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "centos8-librdkafka.so"), "not a library");

            var failure = Assert.Throws<DllNotFoundException>(() => LibrdkafkaLibrary.LoadFrom(folder));

            Assert.DoesNotContain('\n', failure.Message);
            Assert.Contains("centos8-librdkafka.so", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
