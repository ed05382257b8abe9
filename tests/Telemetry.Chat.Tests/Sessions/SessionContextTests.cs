using Telemetry.Chat.Sessions;
using Telemetry.Chat.Tests.Hosting;
using Telemetry.V1;

namespace Telemetry.Chat.Tests.Sessions;

public sealed class SessionContextTests
{
    private static readonly SessionContext Asked = SessionContext.Empty.After(new HistoryEntry
    {
        Message = "startup",
        Answer = new Answer
        {
            Kind = AnswerKind.Clarification,
            Options =
            {
                new Option { Label = "Start-up time", Question = "startup as start-up time" },
                new Option { Label = "Starts", Question = "startup as starts" },
            },
        },
    });

    [Theory]
    [InlineData("Start-up time")]
    [InlineData("I mean the startup time, please")]
    [InlineData("ok, let's go with the start up time. Thanks, of course, thank you!")]
    [InlineData("... startup time ... please ... thanks ...")]
    public void A_choice_may_be_wrapped_in_courtesies(string message) => Assert.Equal("startup as start-up time", Asked.Resolve(message));

    [Theory]
    [InlineData("please startup time")]
    [InlineData("startup time pleases")]
    [InlineData("startup")]
    public void What_names_no_option_stands_for_itself(string message) => Assert.Equal(message, Asked.Resolve(message));

    [Theory]
    [InlineData("please ", "x")]
    [InlineData("please", " x")]
    [InlineData("please   ", "x")]
    [InlineData("i ", "!")]
    [InlineData(" ", "x")]
    public async Task A_message_of_many_courtesies_is_read_in_time(string courtesy, string end)
    {
        // The longest that the doors let in.
        var message = string.Concat(Enumerable.Repeat(courtesy, (2_000 - end.Length) / courtesy.Length)) + end;
        Assert.Equal(message, await Task.Run(() => Asked.Resolve(message)).WaitAsync(ChatHost.Patience));
    }
}
