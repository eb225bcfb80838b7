namespace Kappa.Engine;

/// <summary>The end of a chain that nobody reads on from.</summary>
internal sealed class Nothing<TKey, TValue> : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
    }
}
