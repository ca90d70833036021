using Vitrine.Web;

return args is ["witness", .. var rest] ? await WitnessHost.RunAsync(rest) : await SiteHost.RunAsync(args);
