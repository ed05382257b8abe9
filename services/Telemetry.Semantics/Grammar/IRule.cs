namespace Telemetry.Semantics.Grammar;

/// <summary>One idea that questions are made of. It takes the tokens that it understands and notes what they say.</summary>
internal interface IRule
{
    void Apply(Sentence sentence, Draft draft);
}
