namespace Telemetry.TestSupport.Brokers.Groups;

/// <summary>Everything that members asked of their coordinators, in order.</summary>
public sealed class GroupRequestLog
{
    private readonly Lock _gate = new();
    private readonly List<GroupRequest> _requests = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<GroupRequest> All
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>The next request, counted from now, that fulfils a condition.</summary>
    public async Task<GroupRequest> NextAsync(Func<GroupRequest, bool> condition, CancellationToken cancellationToken)
    {
        for (var index = All.Count; ; index++)
        {
            var request = await AtAsync(index, cancellationToken);
            if (condition(request))
                return request;
        }
    }

    internal void Add(GroupRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            _next.SetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task<GroupRequest> AtAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (index < _requests.Count)
                    return _requests[index];
                next = _next.Task;
            }
            await next.WaitAsync(cancellationToken);
        }
    }
}
