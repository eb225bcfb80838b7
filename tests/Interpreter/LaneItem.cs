namespace Kappa.Interpreter;

/// <summary>An item on its way into a task.</summary>
/// <param name="Input">Where it comes in: a source, or an exchange.</param>
/// <param name="Place">The number of the record that caused it in the order of its slice; -1 for a timer.</param>
/// <param name="Cause">That record; null for a timer.</param>
/// <param name="Item">What comes.</param>
internal sealed record LaneItem(Kappa.Graph.Node Input, int Place, SourceRecord? Cause, Item Item);
