using System.CommandLine;
using System.Runtime.InteropServices;
using Telemetry.Eval;

var questions = new Option<string>("--questions") { Description = "Questions with gold answers, one JSON object a line.", HelpName = "jsonl", Required = true };
var dataset = new Option<string?>("--dataset") { Description = "The lake. Default: the folder 'dataset' beside the questions, else ../shared/eval/dataset.", HelpName = "folder" };
var clock = new Option<DateTimeOffset>("--clock")
{
    Description = "The present of the questions. Default: 2026-03-18T20:30:00Z.",
    HelpName = "ISO 8601",
    DefaultValueFactory = _ => new DateTimeOffset(2026, 3, 18, 20, 30, 0, TimeSpan.Zero),
};
var command = new RootCommand("Asks the chat questions whose answers are known, and tells how many it gets right.") { questions, dataset, clock };
command.SetAction(async (parsed, cancellationToken) =>
{
    using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
    try
    {
        var files = EvalFiles.Find(parsed.GetRequiredValue(questions), parsed.GetValue(dataset));
        return await Evaluation.RunAsync(files, parsed.GetValue(clock), stop.Token);
    }
    catch (EvaluationException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 2;
    }
    catch (OperationCanceledException)
    {
        return 130;
    }
});
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
