namespace Kappa.Graph;

/// <summary>Meets the far ends of exchanges, by which records enter a task.</summary>
internal interface IEntryVisitor
{
    void Enter<TKey, TValue>(ExchangeNode<TKey, TValue> node);
}
