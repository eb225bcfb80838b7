using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Opens what a chain begins with.</summary>
internal interface IChainInputs
{
    /// <summary>Opens a source.</summary>
    /// <param name="source">The node.</param>
    /// <param name="topic">The topic that it reads.</param>
    /// <param name="keySerde">Serde of the keys.</param>
    /// <param name="valueSerde">Serde of the values.</param>
    /// <param name="next">Takes the records.</param>
    /// <param name="times">How records get their time; null for the log's.</param>
    void Open<TKey, TValue>(
        Node source, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, Processor<TKey, TValue> next,
        SourceTimes<TKey, TValue>? times = null);

    /// <summary>Opens all partitions of a global table.</summary>
    /// <param name="source">The node.</param>
    /// <param name="next">Takes the records.</param>
    void OpenAll<TKey, TValue>(GlobalTableNode<TKey, TValue> source, Processor<TKey, TValue> next);
}
