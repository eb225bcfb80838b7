namespace Kappa.Analyzers.Tests;

public sealed class AsyncTests
{
    [Fact]
    public async Task A_lambda_that_is_asynchronous_is_reported_where_an_operator_is_given_it() =>
        await Code.OperatorsAsync(
            "Peek({|KAP9007:async (key, value) => await Task.Yield()|})");

    [Fact]
    public async Task A_call_of_a_method_that_is_async_void_is_reported() => await Code.OperatorsAsync(
        "Peek((key, value) => {|KAP9007:Send()|})",
        "private static async void Send() => await Task.Yield();");

    [Fact]
    public async Task Json_by_reflection_is_told_of_and_with_metadata_it_is_not() => await Code.AnalyzeAsync("""
        public static class Formats
        {
            public static object Of() => {|KAP9011:Serdes.Json<Version>()|};

            public static object With(System.Text.Json.Serialization.Metadata.JsonTypeInfo<Version> type) =>
                Serdes.Json(type);
        }
        """);
}
