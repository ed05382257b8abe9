namespace Telemetry.Kafka.DeadLetters;

/// <summary>
/// Counts letters under way in rounds: a flush ends the current round and waits for it and all before, so letters that are
/// written during a flush don't prolong it.
/// </summary>
internal sealed class UndeliveredLetters
{
    private readonly Lock _gate = new();
    private Round _open;
    private Task _earlier = Task.CompletedTask;
    private long _count;

    internal UndeliveredLetters() => _open = new Round(this);

    internal long Count => Interlocked.Read(ref _count);

    internal Round Add()
    {
        lock (_gate)
        {
            _count++;
            _open.Count++;
            return _open;
        }
    }

    internal Task FlushAsync()
    {
        lock (_gate)
        {
            if (_open.IsUntouched)
                return _earlier.IsCompleted ? Task.CompletedTask : _earlier; // flushes that find nothing new don't pile up
            var closing = _open;
            _open = new Round(this);
            // What failed was told to the flush that waited for it; the next one starts clean.
            _earlier = _earlier.IsCompleted ? closing.Completion : Task.WhenAll(_earlier, closing.Completion);
            closing.Close();
            return _earlier;
        }
    }

    internal sealed class Round(UndeliveredLetters owner)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _failure;
        private bool _closed;

        internal long Count { get; set; }

        internal bool IsUntouched => Count == 0 && _failure is null;

        internal Task Completion => _done.Task;

        internal void Delivered() => End(null);

        internal void Failed(Exception failure) => End(failure);

        internal void Close()
        {
            _closed = true;
            CompleteIfEmpty();
        }

        private void End(Exception? failure)
        {
            lock (owner._gate)
            {
                _failure ??= failure;
                owner._count--;
                Count--;
                CompleteIfEmpty();
            }
        }

        private void CompleteIfEmpty()
        {
            if (!_closed || Count > 0) return;
            if (_failure is null) _done.TrySetResult();
            else _done.TrySetException(_failure);
        }
    }
}
