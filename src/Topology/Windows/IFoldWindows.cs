using Kappa.Graph;

namespace Kappa;

/// <summary>Windows of one kind by which records are folded: what they bring into the graph.</summary>
internal interface IFoldWindows
{
    /// <summary>What names and kinds of operators say of them.</summary>
    string Word { get; }

    /// <summary>The store of their rows, which keeps them as long as records come for them, or longer.</summary>
    /// <exception cref="KappaException">KAP1063: the retention is shorter than that.</exception>
    StoreSpec StoreOf<TKey, TTotal>(StoreSpec<TKey, TTotal> rows, TimeSpan? retention, EmitStrategy emit);

    /// <summary>The operator that folds by them.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="fold">What it does.</param>
    /// <param name="store">Of <see cref="StoreOf"/>.</param>
    Node NodeOf<TKey, TValue, TTotal>(FoldPlace place, Fold<TKey, TValue, TTotal> fold, StoreSpec store);

    /// <summary>Codes keys with their windows.</summary>
    ISerde<Windowed<TKey>> KeySerde<TKey>(ISerde<TKey> key);
}
