using Kappa.Graph;

namespace Kappa.Engine;

/// <inheritdoc cref="OwnContext"/>
internal sealed class OwnContext<TKeyOut, TValueOut>(
    Node node, TaskContext task, IReadOnlyDictionary<string, object> stores, NextByName<TKeyOut, TValueOut> next)
    : OwnContext(node.Name, task, stores), IProcessorContext<TKeyOut, TValueOut>
{
    public void Forward(in Record<TKeyOut, TValueOut> record) => next.All.Process(record);

    public void Forward(in Record<TKeyOut, TValueOut> record, string child)
    {
        ArgumentNullException.ThrowIfNull(child);
        (next.Find(child) ?? throw EngineErrors.UnknownChild(Node, child, next.Names)).Process(record);
    }

    public void Forward(TKeyOut key, TValueOut value) =>
        Forward(new Record<TKeyOut, TValueOut>(key, value, TimestampMs));

    public void Initialise(Action<IProcessorContext<TKeyOut, TValueOut>> initialise) => Open(() => initialise(this));
}
