using Telemetry.Chat.Results;
using Telemetry.V1;

namespace Telemetry.Chat.Answers;

/// <summary>What an asker hears: any number of <see cref="Progressed"/>, then one of the others, then nothing.</summary>
internal abstract record ChatUpdate;

/// <summary>How far the question is.</summary>
internal sealed record Progressed(Progress Progress) : ChatUpdate;

/// <summary>The answer; <see cref="Rows"/> when it is a table.</summary>
internal sealed record Answered(Answer Answer, KeptResult? Rows) : ChatUpdate;

/// <summary>There is no answer.</summary>
internal sealed record Failed(Failure Failure) : ChatUpdate;
