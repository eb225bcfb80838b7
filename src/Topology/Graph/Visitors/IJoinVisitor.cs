namespace Kappa.Graph;

/// <summary>Meets joins.</summary>
internal interface IJoinVisitor
{
    void Visit<TKey, TValue, TTable, TResult>(StreamTableJoinNode<TKey, TValue, TTable, TResult> node);

    void Visit<TKey, TLeft, TRight, TResult>(StreamStreamJoinNode<TKey, TLeft, TRight, TResult> node);

    void Visit<TKey, TLeft, TRight, TResult>(TableTableJoinNode<TKey, TLeft, TRight, TResult> node);

    void Visit<TKey, TValue, TGlobalKey, TGlobal, TResult>(
        GlobalJoinNode<TKey, TValue, TGlobalKey, TGlobal, TResult> node);

    void Visit<TKey, TValue, TForeign>(ForeignKeySubscribeNode<TKey, TValue, TForeign> node);

    void Visit<TKey, TValue, TForeign, TOther, TResult>(
        ForeignKeyJoinNode<TKey, TValue, TForeign, TOther, TResult> node);

    void Visit<TKey, TResult>(ForeignKeyResultNode<TKey, TResult> node);
}
