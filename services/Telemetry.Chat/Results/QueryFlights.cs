using System.Diagnostics.CodeAnalysis;
using Telemetry.Chat.Tools;

namespace Telemetry.Chat.Results;

/// <summary>What an asker hears while a query runs.</summary>
internal interface IFlightListener
{
    void Progressed(RunProgress progress);

    void Noted(string note);
}

/// <summary>
/// Lets equal queries that are asked at the same time run once. Everyone who waits hears the progress; a query is cancelled when the last
/// of them has gone.
/// </summary>
internal sealed class QueryFlights
{
    private readonly Lock _gate = new();
    private readonly Dictionary<QueryKey, Flight> _flights = [];

    /// <summary>Runs <paramref name="run"/>, or joins the run of the same key that is under way.</summary>
    public async Task<KeptResult> JoinAsync(
        QueryKey key, Func<IFlightListener, CancellationToken, Task<KeptResult>> run, IFlightListener listener, CancellationToken cancellationToken)
    {
        Flight? flight;
        var isNew = false;
        lock (_gate)
        {
            // One that was just cancelled by its last asker is none to join.
            if (!_flights.TryGetValue(key, out flight) || flight.IsAbandoned)
            {
                _flights[key] = flight = new Flight();
                isNew = true;
            }

            flight.Enter(listener);
        }

        if (isNew) _ = FlyAsync(key, flight, run);
        try
        {
            return await flight.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            bool last;
            lock (_gate) last = flight.Leave(listener);
            if (last) flight.Cancel();
        }
    }

    private async Task FlyAsync(QueryKey key, Flight flight, Func<IFlightListener, CancellationToken, Task<KeptResult>> run)
    {
        try
        {
            flight.Succeed(await run(flight, flight.Token));
        }
        catch (Exception exception)
        {
            flight.Fail(exception);
        }
        finally
        {
            lock (_gate)
            {
                if (_flights.TryGetValue(key, out var current) && current == flight) _flights.Remove(key);
            }
        }
    }

    [SuppressMessage("Design", "CA1001", Justification = "The source has no timer, and its last use is hard to tell.")]
    private sealed class Flight : IFlightListener
    {
        private readonly TaskCompletionSource<KeptResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _cancellation = new();
        private IFlightListener[] _listeners = []; // replaced, never changed: it is read without the lock

        public Task<KeptResult> Result => _result.Task;

        public CancellationToken Token => _cancellation.Token;

        public bool IsAbandoned { get; private set; }

        public void Enter(IFlightListener listener) => _listeners = [.. _listeners, listener];

        public bool Leave(IFlightListener listener)
        {
            _listeners = [.. _listeners.Where(other => other != listener)];
            return IsAbandoned = _listeners.Length == 0;
        }

        // Not on this thread: what hears of it may take its time.
        public void Cancel() => _ = _cancellation.CancelAsync();

        public void Succeed(KeptResult result) => _result.TrySetResult(result);

        public void Fail(Exception exception)
        {
            _result.TrySetException(exception);
            _ = _result.Task.Exception; // observed, also when everybody has gone
        }

        public void Progressed(RunProgress progress)
        {
            foreach (var listener in _listeners) listener.Progressed(progress);
        }

        public void Noted(string note)
        {
            foreach (var listener in _listeners) listener.Noted(note);
        }
    }
}
