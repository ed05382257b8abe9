using System.IO.Pipelines;
using System.Text.Json;
using Telemetry.Chat.Export;
using Telemetry.Chat.Tests.Hosting;

namespace Telemetry.Chat.Tests.Export;

public sealed class ExportFileTests
{
    private const int Rows = 20_000;

    [Fact]
    public Task A_slow_reader_slows_a_CSV_file() =>
        AssertSlowsAsync((output, rows) => ExportFile.WriteCsvAsync(output, ["a", "b"], rows, withBom: false, TestContext.Current.CancellationToken));

    [Fact]
    public Task A_slow_reader_slows_a_JSON_file() =>
        AssertSlowsAsync((output, rows) => ExportFile.WriteJsonAsync(output, ["a", "b"], rows, TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_JSON_file_that_is_flushed_on_the_way_is_whole()
    {
        var pipe = new Pipe();
        var writing = WriteAsync();
        var read = await JsonDocument.ParseAsync(pipe.Reader.AsStream(), default, TestContext.Current.CancellationToken).WaitAsync(ChatHost.Patience);
        await writing.WaitAsync(ChatHost.Patience);
        Assert.Equal(Enumerable.Range(0, Rows), read.RootElement.EnumerateArray().Select(row => row.GetProperty("a").GetInt32()));

        async Task WriteAsync()
        {
            await ExportFile.WriteJsonAsync(pipe.Writer, ["a", "b"], Table().ToAsyncEnumerable(), TestContext.Current.CancellationToken);
            await pipe.Writer.CompleteAsync();
        }
    }

    // Nobody reads, so the writing must stop of itself soon after the pipe is full, and never hold much that it did not hand on.
    private static async Task AssertSlowsAsync(Func<PipeWriter, IAsyncEnumerable<JsonElement>, Task> writeAsync)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        var (taken, mostUnflushed) = (0, 0L);
        var rows = Table().Select(row =>
        {
            taken++;
            mostUnflushed = Math.Max(mostUnflushed, pipe.Writer.UnflushedBytes);
            return row;
        });
        var writing = writeAsync(pipe.Writer, rows.ToAsyncEnumerable());

        Assert.False(writing.IsCompleted);
        Assert.InRange(mostUnflushed, 1, 64 * 1024);
        Assert.InRange(taken, 1, Rows / 2);
        await pipe.Reader.CompleteAsync();
        await writing.WaitAsync(ChatHost.Patience);
    }

    private static IEnumerable<JsonElement> Table() =>
        Enumerable.Range(0, Rows).Select(row => JsonSerializer.SerializeToElement(new object[] { row, "a text of some length" }));
}
