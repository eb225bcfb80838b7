namespace Kappa.Engine.Tests;

/// <summary>The end of a chain that a test looks at.</summary>
internal sealed class Captured<TKey, TValue>(Captured<TKey, TValue>.Action taken) : Processor<TKey, TValue>
{
    public delegate void Action(in Record<TKey, TValue> record);

    public override void Process(in Record<TKey, TValue> record) => taken(record);
}
