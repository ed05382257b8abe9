using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Tests.Storage;

/// <summary>Of several who take a name at the same time, one gets it.</summary>
public sealed class ExclusiveNameTests : IDisposable
{
    private const int Takers = 4;
    private const int Rounds = 200;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exclusive-name-");

    [Fact]
    public void Of_several_at_the_same_moment_one_takes_the_name_and_its_file_has_it()
    {
        using var together = new Barrier(Takers);
        var taken = new bool[Rounds, Takers];
        var threads = Enumerable.Range(0, Takers).Select(taker => new Thread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var file = PathOf($".{round}-{taker}");
                File.WriteAllText(file, $"{taker}");
                together.SignalAndWait();
                taken[round, taker] = ExclusiveName.TryTake(file, PathOf($"{round}"));
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        for (var round = 0; round < Rounds; round++)
        {
            var winner = Assert.Single(Enumerable.Range(0, Takers), taker => taken[round, taker]);
            Assert.Equal($"{winner}", File.ReadAllText(PathOf($"{round}")));
        }
    }

    [Fact]
    public void A_name_in_a_folder_that_is_not_there_is_an_error_that_names_it()
    {
        var file = PathOf("file");
        File.WriteAllText(file, "");
        var failure = Assert.Throws<IOException>(() => ExclusiveName.TryTake(file, PathOf("gone/name")));
        Assert.Contains("gone/name", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
