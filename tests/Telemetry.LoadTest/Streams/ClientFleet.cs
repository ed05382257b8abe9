using System.Globalization;
using System.Net;
using Telemetry.TestSupport.Processes;

namespace Telemetry.LoadTest.Streams;

/// <summary>All client processes of a run as one: commands go to each of them, answers are added up.</summary>
internal sealed class ClientFleet : IDisposable
{
    private readonly List<ChildProcess> _processes = [];

    public ClientFleet(IPEndPoint server, int streams, int processes)
    {
        Streams = streams;
        for (var i = 0; i < processes; i++)
        {
            var first = streams * i / processes;
            var share = (streams * (i + 1) / processes) - first;
            _processes.Add(ChildProcess.Ours("client", "client", "--address", server.ToString(),
                "--streams", share.ToString(CultureInfo.InvariantCulture), "--first", first.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public int Streams { get; }

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
