using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Microsoft.Extensions.Options;
using Telemetry.Chat.Answers;
using Telemetry.Chat.Results;
using Telemetry.Chat.Tools;
using Telemetry.Semantics.Planning;
using Telemetry.V1;
using static Telemetry.Chat.Questions.QueryMessages;

namespace Telemetry.Chat.Questions;

/// <summary>What a question needs on its way.</summary>
internal sealed class QuestionTools(McpTools tools, QueryRunner runner, PlanningClock clock, TimeProvider time, IOptions<ChatOptions> options, ILogger<QuestionTools> logger)
{
    public McpTools Mcp => tools;

    public QueryRunner Runner => runner;

    public PlanningClock Clock => clock;

    public TimeProvider Time => time;

    public ChatOptions Options => options.Value;

    public ILogger Logger => logger;
}

/// <summary>
/// One question: planning → queued or running → paging → done, failed, cancelled or timed out. It reports the outcome to its session as
/// <see cref="Ended"/> and stops. It is never restarted: half a question can't be taken up again, and the session tells the asker.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer; it is cancelled when the actor stops and may be in use a little longer.")]
internal sealed partial class QuerySession : ReceiveActor, IWithTimers, IFlightListener
{
    private readonly Question _question;
    private readonly QuestionTools _with;
    private readonly IActorRef _self;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly long _started;
    private Progress _progress = new() { Stage = Stage.Planning };
    private Planned? _planned;
    private long _planningMs;
    private long _runStarted;

    public QuerySession(Question question, QuestionTools with)
    {
        (_question, _with, _self) = (question, with, Self);
        _started = with.Time.GetTimestamp();
        Planning();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props For(Question question, QuestionTools with) => Props.Create(() => new QuerySession(question, with));

    protected override void PreStart()
    {
        Timers.StartSingleTimer(TimeIsUp.Instance, TimeIsUp.Instance, TimeSpan.FromSeconds(_with.Options.QuestionTimeoutSeconds));
        Report(_ => { });
        var request = new PlanRequest(_question.Text, _with.Clock.Now, _question.EarlierPlans, _question.BoundFilters, _question.Choices);
        _with.Mcp.PlanAsync(_question.Tenants, request, Note, _cancellation.Token)
            .PipeTo(_self, success: planned => new PlanReady(planned), failure: exception => new StepFailed(exception));
    }

    // However it stops, whatever it has asked for ends with it.
    protected override void PostStop() => _ = _cancellation.CancelAsync();

    // Called by the query's threads.
    void IFlightListener.Progressed(RunProgress progress) => _self.Tell(new RunProgressed(progress));

    void IFlightListener.Noted(string note) => Note(note);

    private void Note(string note) => _self.Tell(new Noted(note));

    private void WhileWaiting()
    {
        Receive<Cancel>(_ => End(Failure(FailureKind.Cancelled, "The question was cancelled.", retryable: true)));
        Receive<TimeIsUp>(_ => End(Failure(FailureKind.TimedOut,
            FormattableString.Invariant($"There was no answer within {_with.Options.QuestionTimeoutSeconds:0.#} s, so the query was stopped. Ask for a shorter time or fewer groups."),
            retryable: true)));
        Receive<StepFailed>(failed => OnFailed(failed.Exception));
        Receive<Noted>(noted => Report(progress => progress.Note = noted.Note));
    }

    private void Planning()
    {
        WhileWaiting();
        Receive<PlanReady>(ready => Run(ready.Planned));
    }

    private void Run(Planned planned)
    {
        _planned = planned;
        _planningMs = ElapsedMs(_started);
        if (_planned.Question.Kind != PlannedKind.Plan)
        {
            End(new Answered(Finish(AnswerFactory.WithoutTable(_planned)), Rows: null));
            return;
        }

        Become(Running);
        _runStarted = _with.Time.GetTimestamp();
        Report(progress => (progress.Stage, progress.Reading, progress.Note) = (Stage.Queued, _planned.Question.Text, ""));
        _with.Runner.RunAsync(_question.Tenants, _planned, this, _cancellation.Token)
            .PipeTo(_self, success: outcome => new RunReady(outcome), failure: exception => new StepFailed(exception));
    }

    private void Running()
    {
        WhileWaiting();
        Receive<RunProgressed>(run => Report(progress =>
        {
            progress.Stage = run.Progress.Stage switch { "queued" => Stage.Queued, "paging" => Stage.Paging, _ => Stage.Running };
            if (run.Progress.Fraction is { } fraction) progress.Fraction = fraction;
            else progress.ClearFraction();
            progress.BytesScanned = Math.Max(progress.BytesScanned, run.Progress.BytesScanned);
            progress.Note = "";
        }));
        Receive<RunReady>(ready =>
        {
            var answer = Finish(ready.Outcome.Result.Answer.Clone());
            answer.QueryId = ready.Outcome.Result.QueryId;
            answer.Cached = ready.Outcome.Cached;
            answer.QueryMs = ElapsedMs(_runStarted);
            End(new Answered(answer, ready.Outcome.Result));
        });
    }

    private Answer Finish(Answer answer)
    {
        answer.PlanningMs = _planningMs;
        answer.AtUnixMs = _with.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return answer;
    }

    private void OnFailed(Exception exception)
    {
        var cause = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
        switch (cause)
        {
            case ToolException tool:
                End(new Failed(tool.ToFailure(_planned?.Question.Sql ?? "")));
                break;
            case OperationCanceledException:
                End(Failure(FailureKind.Cancelled, "The question was cancelled.", retryable: true));
                break;
            default:
                // A fault of ours: the session's strategy stops this actor, logs it and tells the asker.
                throw new InvalidOperationException("A question could not be answered.", cause);
        }
    }

    private Failed Failure(FailureKind kind, string message, bool retryable) =>
        new(new V1.Failure { Kind = kind, Message = message, Retryable = retryable, Sql = _planned?.Question.Sql ?? "" });

    private void Report(Action<Progress> change)
    {
        _progress = _progress.Clone();
        change(_progress);
        _progress.ElapsedMs = ElapsedMs(_started);
        _question.Asker.Progress(_progress);
    }

    private void End(ChatUpdate outcome)
    {
        var elapsed = ElapsedMs(_started);
        if (outcome is Answered answered) LogAnswered(_with.Logger, _question.Id, answered.Answer.Kind, elapsed, _planningMs);
        else if (outcome is Failed failed) LogFailed(_with.Logger, _question.Id, failed.Failure.Kind, elapsed, _planningMs);
        Context.Parent.Tell(new Ended(_question, outcome));
        Context.Stop(Self);
    }

    private long ElapsedMs(long since) => (long)_with.Time.GetElapsedTime(since).TotalMilliseconds;

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Question {Id} was answered by a {Kind} after {ElapsedMs} ms, {PlanningMs} ms of them planning.")]
    private static partial void LogAnswered(ILogger logger, long id, AnswerKind kind, long elapsedMs, long planningMs);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "Question {Id} failed ({Kind}) after {ElapsedMs} ms, {PlanningMs} ms of them planning.")]
    private static partial void LogFailed(ILogger logger, long id, FailureKind kind, long elapsedMs, long planningMs);
}
