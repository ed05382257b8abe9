using System.Globalization;
using System.Net;
using Telemetry.TestSupport.Processes;

namespace Telemetry.LoadTest.Streams;

/// <summary>All client processes of a run as one: commands go to each of them, answers are added up.</summary>
internal sealed class ClientFleet : IDisposable
{
    private readonly List<ChildProcess> _processes = [];

    /// <summary>Starts the processes, which connect their streams to the nodes in turn.</summary>
    /// <param name="nodes">Where to connect.</param>
    /// <param name="streams">Streams of all processes together.</param>
    /// <param name="feeds">How many of them ask for the feed.</param>
    /// <param name="processes">How many processes.</param>
    /// <param name="reconnecting">Whether a stream that ends is opened again on another node; otherwise it has failed.</param>
    public ClientFleet(IReadOnlyList<IPEndPoint> nodes, int streams, int feeds, int processes, bool reconnecting)
    {
        for (var i = 0; i < processes; i++)
        {
            var first = Share(streams, i);
            string[] arguments =
            [
                "client", "--streams", Text(Share(streams, i + 1) - first), "--first", Text(first), "--feeds", Text(Share(feeds, i + 1) - Share(feeds, i)),
                .. nodes.SelectMany(node => new[] { "--address", node.ToString() }), .. reconnecting ? new[] { "--reconnecting" } : [],
            ];
            _processes.Add(ChildProcess.Ours("client", arguments));
        }

        int Share(int all, int process) => all * process / processes;
        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    public IReadOnlyList<ChildProcess> Processes => _processes;

    /// <summary>What all streams have received so far.</summary>
    public Task<StreamsReport> ReportAsync(CancellationToken cancellationToken) => AskAsync(ClientCommand.Report, cancellationToken);

    /// <summary>Counts state updates from zero again.</summary>
    public Task<StreamsReport> MarkAsync(CancellationToken cancellationToken) => AskAsync(ClientCommand.Mark, cancellationToken);

    /// <summary>The latencies of every delivery of a phase.</summary>
    public async Task<LatencyHistogram> LatenciesAsync(int phase, CancellationToken cancellationToken)
    {
        var all = new LatencyHistogram();
        foreach (var process in _processes)
        {
            process.Send(new ClientCommand(ClientCommand.Latencies, phase));
            all.Add(await process.ReceiveAsync<LatencyCounts>(cancellationToken));
        }

        return all;
    }

    /// <summary>How each stream stands that was opened again.</summary>
    public async Task<SeatsReport> SeatsAsync(CancellationToken cancellationToken)
    {
        foreach (var process in _processes) process.Send(new ClientCommand(ClientCommand.Seats));
        var all = SeatsReport.Empty;
        foreach (var process in _processes) all = all.Plus(await process.ReceiveAsync<SeatsReport>(cancellationToken));
        return all;
    }

    public void Dispose()
    {
        foreach (var process in _processes) process.Dispose();
    }

    private async Task<StreamsReport> AskAsync(string command, CancellationToken cancellationToken)
    {
        foreach (var process in _processes) process.Send(new ClientCommand(command));
        var all = StreamsReport.Empty;
        foreach (var process in _processes) all = all.Plus(await process.ReceiveAsync<StreamsReport>(cancellationToken));
        return all;
    }
}
