namespace Kappa.Graph;

/// <summary>A node whose result is a table: it has a store, or gets one when a join needs it.</summary>
internal interface ITableNode<TKey, TValue>
{
    /// <summary>
    /// The store of the result; null as long as nobody reads it. Not set any more once the topology is built.
    /// </summary>
    StoreSpec<TKey, TValue>? Result { get; set; }
}
