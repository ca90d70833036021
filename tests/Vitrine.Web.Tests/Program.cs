using Vitrine.Web.Tests;

// dotnet run -c Release --project tests/Vitrine.Web.Tests -- serve [ADDRESS]
// dotnet run -c Release --project tests/Vitrine.Web.Tests -- shots FOLDER [NAME-BEGINS]
// dotnet run -c Release --project tests/Vitrine.Web.Tests -- axe AXE.MIN.JS
switch (args)
{
    case ["serve", ..]:
        await using (var host = await SampleHost.StartAsync(args.ElementAtOrDefault(1) ?? "http://127.0.0.1:5080"))
        {
            Console.WriteLine($"{host.Address}/sample/reading");
            await Task.Delay(Timeout.Infinite);
        }

        return 0;
    case ["shots", var folder, ..]:
        return await Pictures.TakeAsync(folder, args.ElementAtOrDefault(2) ?? "");
    case ["axe", var script, ..]:
        return await Pictures.CheckAsync(script, args.ElementAtOrDefault(2) ?? "");
    default:
        Console.Error.WriteLine("Say serve, shots FOLDER or axe SCRIPT.");
        return 2;
}
