package quote

import (
	"strings"

	"attache/extract/syntax"
)

func wordSet(list string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.SplitSeq(list, ",") {
		m[strings.TrimSpace(w)] = true
	}
	return m
}

var (
	// saying verbs have what is said as their clause or in quotation marks.
	saying = wordSet(`say,tell,claim,insist,add,warn,note,admit,acknowledge,announce,stress,deny,write,state,declare,
		report,reply,respond,answer,argue,assert,allege,comment,remark,observe,explain,confirm,reveal,recall,concede,
		emphasize,emphasise,underline,underscore,reiterate,repeat,complain,joke,boast,conclude,maintain,contend,mention,
		tweet,post,testify,ask,shout,whisper,cry,quip,predict,promise,vow,pledge,swear,suggest,propose,urge,hint,
		inform,assure,remind,indicate,disclose,recount,lament,caution,demand,exclaim,continue,interject,counter,retort,
		opine,muse,point,go,read,caution,advise,convey,signal,agree,joke,snap,scoff,plead,call,describe,charge,
		chide,greet,begin,interrupt,jot,protest,speak`)

	// clausal are those of them that also report without quotation marks.
	clausal = wordSet(`say,tell,claim,insist,add,warn,note,admit,acknowledge,announce,stress,deny,write,state,declare,
		report,reply,respond,answer,argue,assert,allege,comment,remark,observe,explain,confirm,reveal,recall,concede,
		emphasize,emphasise,underline,underscore,reiterate,repeat,complain,joke,boast,conclude,maintain,contend,mention,
		tweet,post,testify,ask,predict,promise,vow,pledge,swear,suggest,hint,inform,assure,remind,indicate,disclose,
		recount,lament,caution,quip,counter,protest`)

	// voicing verbs take a few words of their subject's in quotation marks:
	// "hailed the “historic” visit".
	voicing = wordSet(`call,describe,label,brand,dub,hail,praise,laud,slam,blast,denounce,condemn,criticise,criticize,
		highlight,welcome,blame,dismiss,reject,characterise,characterize,rate,cite,urge,thank,accuse,promise,pledge,vow,
		express,voice,refer,speak,talk,mock,portray,deem,term,demand,offer,propose,seek,want,hope,support,oppose,
		applaud,deride,decry,lament,defend,tout,attribute,compare,discuss,pronounce,salute,commend,appeal,apologise,
		apologize,complain,question,doubt,regret,favour,favor,trumpet,berate,lambast,deplore,invoke,vaunt,advise,name,
		find,consider,view,see,regard,credit,charge,declare,quote`)

	// telling verbs have whom they tell as their object.
	telling = wordSet(`tell,inform,assure,remind,ask,urge,warn,brief,caution,advise,notify,answer`)

	// wondering verbs have a clause with "if" for what they ask.
	wondering = wordSet(`ask,wonder,know,see,question,inquire,enquire,doubt,decide,clarify,explain`)

	// claims are nouns whose clause is what their owner says: "his claim that …".
	claims = wordSet(`claim,statement,allegation,assertion,announcement,remark,warning,admission,insistence,suggestion,
		promise,pledge,complaint,denial,argument,comment,declaration,assurance,confirmation,testimony,acknowledgement,
		acknowledgment,accusation,contention,message,prediction`)

	// utterances are nouns for words, not for who says them.
	utterances = wordSet(`statement,letter,message,post,tweet,speech,memo,email,e-mail,remark,op-ed,testimony,note,communique,
		communiqué,comment,reply,response,declaration,announcement,address,blog,column,essay,article,autobiography,memoir,diary`)

	// gerundial verbs have a clause in -ing for what is said: "denied taking it".
	gerundial = wordSet(`deny,recall,admit,acknowledge,mention,suggest,report,propose,describe,remember,discuss,recount,consider,regret,advise,confirm`)

	// fields are what stands before a colon and speaks not.
	fields = wordSet(`venue,date,time,updated,read,moderator,correction,note,source,photo,image,also,place,location,contact,
		chair,panel,topic,theme,subject,cc,from,to,re,tel,email,phone,fax,website,page,agenda,participants,present,
		editor,editing,reporting,writing,live,update,breaking,watch,related,tags,keywords,published,posted,caption,
		step,figure,table,chapter,part,section,example,address,speakers,speaker,summary,background,title,language`)
)

// Reports tells a verb that can report what somebody says.
func Reports(t syntax.Token) bool {
	return t.UPOS == "VERB" && clausal[strings.ToLower(t.Lemma)]
}
